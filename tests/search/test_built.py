"""The search as the site has it: scripts that a browser can read, and all the records."""

import json
import subprocess

from formulary import bundle, export
from tests.pages import ROOT, SOURCES
from tests.search.node import executable

SCRIPTS = sorted(
    [*ROOT.glob("search/**/*.js"), *ROOT.glob("theme/assets/javascripts/*.js")]
)
READ = """
const { SourceTextModule } = require("node:vm")
for (const [identifier, text] of %s) {
  try {
    new SourceTextModule(text)
  } catch (error) {
    console.log(`${identifier}: ${error}`)
  }
}
"""
ASK = """
const window = {};
%s;
%s;
const search = new window.formulary.FormulaSearch(window.formulary.records)
const found = window.formulary.records.map(({ title }) => search.search(title)[0]?.record.id)
console.log(JSON.stringify(found))
"""


def node(script: str, *options: str) -> str:
    command = [executable(), *options, "--input-type=commonjs", "-"]
    done = subprocess.run(command, input=script, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


def unreadable(scripts: dict[str, str]) -> str:
    """What Node says of scripts that it cannot read, each by its name."""
    texts = json.dumps(list(scripts.items()))
    return node(READ % texts, "--experimental-vm-modules", "--no-warnings")


def url(formula) -> str:
    return f"formulas/{formula.area}/{formula.page.stem}.html#{formula.id}"


def test_every_script_can_be_read_by_itself_and_joined():
    own = {
        path.relative_to(ROOT).as_posix(): path.read_text("utf-8") for path in SCRIPTS
    }
    assert unreadable(own) == ""
    assert unreadable(bundle.scripts()) == ""


def test_a_script_that_cannot_be_read_is_named():
    said = unreadable(
        {"search/a.js": "export const a = 1\n", "search/b.js": "\nconst = 1\n"}
    )
    assert said == "search/b.js: SyntaxError: Unexpected token '='\n"


def test_the_engine_finds_every_formula_by_its_title_in_the_records_of_the_site():
    found = json.loads(
        node(ASK % (export.search_records(SOURCES, url), bundle.scripts()["engine.js"]))
    )
    assert found == list(SOURCES.formulas), "assets/javascripts/search/records.js"


def test_no_export_leaves_a_formula_out():
    exported = json.loads(export.formulas_json(SOURCES, url))["formulas"]
    assert [each["id"] for each in exported] == list(SOURCES.formulas)
    about = {"name": "Formulary", "summary": ""}
    for text in (
        export.llms_txt(SOURCES, url, **about),
        export.llms_full_txt(SOURCES, url, **about),
    ):
        assert [f.id for f in SOURCES.formulas.values() if url(f) not in text] == []
