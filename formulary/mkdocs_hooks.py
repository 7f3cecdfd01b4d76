"""The adapter between MkDocs and the site's machinery; nothing else knows of MkDocs."""

import hashlib
import json
import logging
import os
import re
import socket
from html import unescape
from pathlib import Path

from markdown_exec import markdown_config
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File
from mkdocs.structure.pages import Page as MkDocsPage
from mkdocs.utils import get_relative_url
from mkdocs_jupyter.config import settings
from nbclient.exceptions import CellExecutionError

from formulary import check, export, search, theme
from formulary.blocks import FormularyExtension
from formulary.errors import SourceError, SourceErrors
from formulary.maths import fonts
from formulary.maths.extension import MathsExtension
from formulary.maths.katex import KATEX
from formulary.notebooks import TEMPLATES, Notebook
from formulary.page import Page
from formulary.site import Site

FOLDER = "assets/katex"
EXCUSE = re.compile(r" *<!-- (?:typed|unevaluated): .*? -->")
PAGES_LOG = logging.getLogger("mkdocs.structure.pages")
LINK = re.compile(r"Doc file '(?P<page>[^']+)' contains an? .*?link '(?P<link>[^']+)'")


class Build:
    """The build at hand."""

    site: Site
    cut: fonts.Cut
    line: "_Line | None" = None


def on_config(config):
    root = Path(config.config_file_path).parent
    try:
        site = Build.site = Site(root)
    except SourceErrors as errors:
        raise _stop(errors.errors) from None
    if wrong := [*check.check_all(site), *site.ledger.stale(site.records)]:
        raise _stop(wrong)
    if changes := theme.unfit():
        raise _stop(changes)
    Build.line = _Line()
    PAGES_LOG.addFilter(Build.line)
    config.markdown_extensions += [FormularyExtension(site), MathsExtension(site.maths)]
    settings.templates_dir = str(TEMPLATES)  # mkdocs-jupyter is to execute, no more
    if hasattr(socket, "AF_UNIX"):  # kernels then talk through the file system
        os.environ["JUPYTER_CONFIG_PATH"] = str(TEMPLATES)
    markdown_config.save(config.markdown_extensions, config.mdx_configs)
    return config


def on_files(files, config):
    site = Build.site
    downloads = {
        f"notebooks/{notebook.path.stem}.ipynb": notebook.download(
            site.records, config.site_url
        )
        for notebook in site.notebooks
    }
    _add(files, config, _exports(config, files) | downloads)
    return files


def on_page_markdown(markdown, page, **_):
    Build.site.enter(Page(Path(page.file.abs_src_path)))
    return EXCUSE.sub("", markdown)


def on_pre_page(page, **_):
    """Let MkDocs render a notebook, once it has been executed, like any other page."""
    if page.file.src_uri.endswith(".py"):
        notebook = Notebook(Path(page.file.abs_src_path))
        execute = page.render

        def render(config, files):
            try:
                execute(config, files)
                page.markdown, figures = notebook.markdown(
                    json.loads(unescape(page.content))
                )
            except CellExecutionError as error:
                raise _stop([notebook.failure(error)]) from None
            except SourceError as error:
                raise _stop([error]) from None
            Build.site.enter(notebook.page)
            MkDocsPage.render(page, config, files)
            for place, figure in figures.items():
                page.content = page.content.replace(place, figure)

        page.render = render
    return page


def on_page_content(html, page, **_):
    Build.site.leave()
    # what examples bring in is markup, in which MkDocs does not look for anchors
    page.present_anchor_ids |= Build.site.anchors
    return html


def on_env(env, config, files):
    """Every page has been read, and none is written yet."""
    site = Build.site
    if site.errors:
        raise _stop(site.errors)
    cut = Build.cut = fonts.cut(site.maths.markup.values())
    sheet = f"{FOLDER}/katex.{hashlib.sha256(cut.css.encode()).hexdigest()[:8]}.css"
    generated = {sheet: cut.css, f"{FOLDER}/LICENSE": (KATEX / "LICENSE").read_bytes()}
    script = f"{FOLDER}/copy-tex.min.js"
    generated[script] = (KATEX / "copy-tex.min.js").read_bytes()
    for name, data in cut.files.values():
        generated[f"{FOLDER}/fonts/{name}"] = data
    _add(files, config, generated)
    config.extra_css.insert(0, sheet)
    config.extra_javascript.append(script)
    return env


def on_post_page(output, page, **_):
    """Put the formulas in, and preload the fonts that they need."""
    maths = Build.site.maths
    used = {
        face for key in maths.keys(output) for face in fonts.faces(maths.markup[key])
    }
    links = "".join(
        f'<link rel="preload" href="{get_relative_url(path, page.url)}" '
        'as="font" type="font/woff2" crossorigin>'
        for face in sorted(used)
        for path in [f"{FOLDER}/fonts/{Build.cut.files[face][0]}"]
    )
    return maths.fill(output.replace("</title>", "</title>" + links, 1))


def on_post_build(**_):
    PAGES_LOG.removeFilter(Build.line)


def on_build_error(**_):
    PAGES_LOG.removeFilter(Build.line)


def _add(files, config, generated: dict[str, str | bytes]):
    for path, content in generated.items():
        files.append(File.generated(config, path, content=content))


def _exports(config, files) -> dict[str, str]:
    site = Build.site

    def relative(formula):
        path = formula.page.relative_to(site.docs).as_posix()
        return f"{files.get_file_from_path(path).url}#{formula.id}"

    def absolute(formula):
        return f"{config.site_url}{relative(formula)}"

    about = {"name": config.site_name, "summary": config.site_description}
    return {
        "formulas.json": export.formulas_json(site, relative),
        "llms.txt": export.llms_txt(site, absolute, **about),
        "llms-full.txt": export.llms_full_txt(site, absolute, **about),
        **search.files(site, relative),
    }


def _stop(errors) -> PluginError:
    found = "\n".join(dict.fromkeys(str(error) for error in errors))
    return PluginError(f"the site is not built:\n{found}")


class _Line(logging.Filter):
    """Adds to MkDocs's warnings of dead links the line that they are on."""

    def filter(self, record: logging.LogRecord) -> bool:
        if found := LINK.match(record.getMessage()):
            path = Build.site.docs / found["page"]
            line = Page(path).line_of(found["link"])
            error = SourceError(path, line, record.getMessage())
            record.msg, record.args = str(error), ()
        return True
