"""The adapter between MkDocs and the site's machinery; nothing else knows of MkDocs."""

import hashlib
import json
import logging
import os
import re
import socket
from collections.abc import Iterable
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from typing import Any

from jinja2 import Environment
from markdown_exec import markdown_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.utils import get_relative_url
from mkdocs_jupyter.config import settings
from nbclient.exceptions import CellExecutionError

from formulary import bundle, dead_links, export, fences, verification
from formulary.blocks import FormularyExtension
from formulary.check import check
from formulary.errors import SourceError, SourceErrors
from formulary.maths import fonts
from formulary.maths.katex import KATEX
from formulary.notebooks import TEMPLATES
from formulary.page_build import PageBuild, digests
from formulary.records import Formula
from formulary.sources import LEDGER, Sources

FONTS, SEARCH = "assets/katex", "assets/javascripts/search"
FOR_TESTS = re.compile(r"\n? *(?<!`)<!-- (?:typed|unevaluated|values): .*? -->")
LOG = logging.getLogger("mkdocs.formulary")


@dataclass
class Build:
    """A build of the site; it travels from hook to hook in `config.extra`."""

    sources: Sources
    extension: FormularyExtension
    outputs: Path | None
    """Where the outputs of examples are kept, while a site is served to its authors."""

    pages: dict[str, PageBuild] = field(default_factory=dict)
    cut: fonts.Cut | None = None

    def enter(self, path: str) -> PageBuild:
        """Turn to a page, given by its path below `docs/`."""
        source = self.sources.pages[self.sources.docs / path]
        build = PageBuild(self.sources, source, self.outputs)
        self.pages[path] = self.extension.build = build
        return build


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    root = Path(config.config_file_path).parent
    served = root / "build" / "outputs" if config.extra.get("keep_outputs") else None
    try:
        sources = Sources.load(root)
        wrong = check(sources)
        stale = [] if wrong else list(verification.stale(sources))
    except SourceErrors as errors:
        raise _stop(errors.errors) from None
    if wrong or (stale and not served):
        raise _stop([*wrong, *stale])
    for error in stale:
        LOG.info(str(error))
    if not stale:
        LOG.info(verification.age(root / LEDGER))
    build = Build(sources, FormularyExtension(), served)
    config.extra["build"] = build
    _navigate(config, sources)
    dead_links.say_lines(sources)
    fences.raise_failures()
    config.markdown_extensions.append(build.extension)  # type: ignore[arg-type]
    markdown_config.save(config.markdown_extensions, config.mdx_configs)
    settings.templates_dir = str(TEMPLATES)  # mkdocs-jupyter is to execute, no more
    if hasattr(socket, "AF_UNIX"):  # kernels then talk through the file system
        os.environ["JUPYTER_CONFIG_PATH"] = str(TEMPLATES)
    return config


def on_files(files: Files, config: MkDocsConfig) -> Files:
    build = _build(config)
    sources = build.sources
    downloads = {
        f"notebooks/{path.stem}.ipynb": notebook.download(
            sources.snippets, sources.formulas, config.site_url or ""
        )
        for path, notebook in sources.notebooks.items()
    }
    _add(files, config, _exports(config, files) | downloads)
    if only := config.extra.get("only"):
        _exclude_but(only, files)
    elif build.outputs:
        _outdate(files, build.outputs / "pages.json", digests(sources))
    return files


def on_nav(nav: Navigation, config: MkDocsConfig, **_: Any) -> Navigation:
    """Pages that are not read now have their titles in the navigation all the same."""
    sources = _build(config).sources
    for page in nav.pages:
        source = sources.pages[sources.docs / page.file.src_uri]
        page.title = page.title or source.title
    return nav


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, **_: Any) -> str:
    del markdown  # the sources have it, with its lines
    return FOR_TESTS.sub("", _build(config).enter(page.file.src_uri).markdown())


def on_pre_page(page: Page, config: MkDocsConfig, **_: Any) -> Page:
    """Let MkDocs render a notebook, once it has been executed, like any other page."""
    build = _build(config)
    notebook = build.sources.notebooks.get(build.sources.docs / page.file.src_uri)
    if notebook:
        execute = page.render

        def render(config: MkDocsConfig, files: Files) -> None:
            try:
                execute(config, files)
                executed = json.loads(unescape(page.content or ""))
                page.markdown, figures = notebook.markdown(executed)
            except CellExecutionError as error:
                raise _stop([notebook.failure(error)]) from None
            except SourceError as error:
                raise _stop([error]) from None
            build.enter(page.file.src_uri)
            Page.render(page, config, files)
            for place, figure in figures.items():
                page.content = (page.content or "").replace(place, figure)

        page.render = render  # type: ignore[method-assign]
    return page


def on_page_content(html: str, page: Page, config: MkDocsConfig, **_: Any) -> str:
    build = _build(config).pages[page.file.src_uri]
    build.finish()
    # what examples bring in is markup, in which MkDocs looks for no anchors
    page.present_anchor_ids = (page.present_anchor_ids or set()) | build.anchors
    return html


def on_env(env: Environment, config: MkDocsConfig, files: Files) -> Environment:
    """Every page has been read, and none is written yet."""
    build = _build(config)
    if errors := [error for page in build.pages.values() for error in page.errors]:
        raise _stop(errors)
    used = [m for page in build.pages.values() for m in page.maths.markup.values()]
    edited = bool(build.outputs) and not config.extra.get("only")
    cut = build.cut = fonts.cut(used, whole=edited)
    sheet = f"{FONTS}/katex.{hashlib.sha256(cut.css.encode()).hexdigest()[:8]}.css"
    script = f"{FONTS}/copy-tex.min.js"
    generated: dict[str, str | bytes] = {sheet: cut.css}
    generated[script] = (KATEX / "copy-tex.min.js").read_bytes()
    generated[f"{FONTS}/LICENSE"] = (KATEX / "LICENSE").read_bytes()
    for name, data in cut.files.values():
        generated[f"{FONTS}/fonts/{name}"] = data
    _add(files, config, generated)
    config.extra_css.insert(0, sheet)
    config.extra_javascript.append(script)
    return env


def on_post_page(output: str, page: Page, config: MkDocsConfig) -> str:
    """Put the formulas in, and preload the fonts that they need."""
    build = _build(config)
    maths = build.pages[page.file.src_uri].maths
    assert build.cut
    used = {
        face for key in maths.keys(output) for face in fonts.faces(maths.markup[key])
    }
    links = "".join(
        f'<link rel="preload" href="{get_relative_url(path, page.url)}" '
        'as="font" type="font/woff2" crossorigin>'
        for face in sorted(used)
        for path in [f"{FONTS}/fonts/{build.cut.files[face][0]}"]
    )
    return maths.fill(output.replace("</title>", "</title>" + links, 1))


def _navigate(config: MkDocsConfig, sources: Sources) -> None:
    """Put the pages of each area into the navigation, below that of all formulas."""
    for entry in config.nav or []:
        if isinstance(entry, dict) and "Formulas" in entry:
            entry["Formulas"] += [
                {
                    sources.area_title(area): [
                        _page(area),
                        *(_page(area, t) for t in topics),
                    ]
                }
                for area, topics in sources.areas.items()
            ]


def _page(*parts: str) -> str:
    return "/".join(["formulas", *parts]) + ".md"


def _build(config: MkDocsConfig) -> Build:
    build: Build = config.extra["build"]
    return build


def _outdate(files: Files, path: Path, now: dict[str, str]) -> None:
    """Make MkDocs render the pages that rest on what has changed since the last time.

    While it serves, it renders what is newer than its output.
    """
    before = json.loads(path.read_text("utf-8")) if path.exists() else {}
    for file in files:
        changed = before.get(file.src_uri) != now.get(file.src_uri)
        if changed and Path(file.abs_dest_path).exists():
            os.utime(file.abs_dest_path, (0, 0))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(now), encoding="utf-8")


def _exclude_but(only: str, files: Files) -> None:
    """Read and write one page alone; the others can be linked to, but are not there."""
    for file in files.documentation_pages():
        if file.src_uri != only:
            file.inclusion = InclusionLevel.EXCLUDED


def _add(files: Files, config: MkDocsConfig, generated: dict[str, Any]) -> None:
    for path, content in generated.items():
        files.append(File.generated(config, path, content=content))


def _exports(config: MkDocsConfig, files: Files) -> dict[str, str]:
    sources = _build(config).sources

    def relative(formula: Formula) -> str:
        file = files.get_file_from_path(
            formula.page.relative_to(sources.docs).as_posix()
        )
        assert file
        return f"{file.url}#{formula.id}"

    def absolute(formula: Formula) -> str:
        return f"{config.site_url}{relative(formula)}"

    about = {"name": config.site_name, "summary": config.site_description or ""}
    search = bundle.scripts() | {"records.js": export.search_records(sources, relative)}
    return {
        "formulas.json": export.formulas_json(sources, relative),
        "llms.txt": export.llms_txt(sources, absolute, **about),
        "llms-full.txt": export.llms_full_txt(sources, absolute, **about),
        **{f"{SEARCH}/{name}": text for name, text in search.items()},
    }


def _stop(errors: Iterable[SourceError]) -> PluginError:
    return PluginError(f"the site is not built:\n{SourceErrors(errors)}")
