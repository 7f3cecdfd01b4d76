"""The scripts and the data of formula search, as the site has them."""

import json
import re

import pytest

from formulary.bundle import script
from formulary.errors import SourceError

MODULES = {
    "main": '// Said.\n\nimport { two } from "./two.js"\nimport { one } from "./one.js"\n\nshow(one, two)\n',
    "two": 'import {\n  one,\n} from "./one.js"\n\n/** Two\n * ones. */\nexport const two = one + one\n',
    "one": "export const one = 1 // no more\nexport function none() {\n  return 0\n}\n",
}


@pytest.fixture
def modules(tmp_path):
    def write(**changed):
        for name, text in (MODULES | changed).items():
            (tmp_path / f"{name}.js").write_text(text)
        return tmp_path / "main.js"

    return write


def test_modules_are_joined_each_once_and_after_those_that_it_imports(modules):
    joined = script(modules())
    assert joined == (
        "(()=>{const module_one=(()=>{const one=1\n"
        "function none(){return 0}\nreturn{one,none}})()\n"
        "const module_two=(()=>{const{one,}=module_one\n"
        "const two=one+one\nreturn{two}})()\n"
        "const module_main=(()=>{const{two}=module_two\n"
        "const{one}=module_one\nshow(one,two)\nreturn{}})()})()"
    )


@pytest.mark.parametrize(
    "statement",
    ['import one from "./one.js"', "export default one", "export { one }"],
)
def test_what_cannot_be_joined_is_refused_with_its_line(modules, statement):
    main = modules(main=f"// Said.\n\n{statement}\n")
    said = re.escape(f"main.js:3: this cannot be joined: {statement}")
    with pytest.raises(SourceError, match=said):
        script(main)


def test_records_have_what_is_searched_and_what_is_shown(project):
    site = project.build()
    text = (site / "assets/javascripts/search/records.js").read_text()
    start = "window.formulary = { ...window.formulary, records: "
    assert text.startswith(start)
    double, half = json.loads(text.removeprefix(start).removesuffix(" }\n"))
    assert double.pop("markup").startswith("<math")
    assert double == {
        "id": "double",
        "title": "Double",
        "foundBy": ["twice"],
        "latex": ["f(x)=2x"],
        "code": ["np.multiply(x, 2)"],
        "text": "a number",
        "area": "Arithmetic",
        "url": "formulas/arithmetic/doubling.html#double",
        "function": "double",
    }
    assert half["function"] == ""


def test_the_scripts_are_loaded_before_the_theme_s(project):
    page = (project.build() / "index.html").read_text()
    scripts = re.findall(r'<script src="([^"]+)"', page)
    ours = scripts.index("assets/javascripts/search/adapter.js")
    assert "bundle" in scripts[ours + 1]
    for name in ("adapter", "engine", "reading", "records"):
        assert (project.root / f"site/assets/javascripts/search/{name}.js").exists()
