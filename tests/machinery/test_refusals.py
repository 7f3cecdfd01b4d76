"""Bad input is refused, with a message that names file and line."""

import pytest
from mkdocs.exceptions import MkDocsException
from mkdocs.utils import log

from formulary.check import check
from formulary.errors import SourceErrors
from tests.machinery.conftest import CONFIG, HALF, RECORD

PAGE = "docs/formulas/arithmetic/doubling.md"
CODE = "snippets/arithmetic/doubling.py"


def refusal(project, caplog) -> str:
    """What the build says when it refuses."""
    log.setLevel("WARNING")
    with pytest.raises(MkDocsException) as refused:
        project.build()
    return f"{refused.value}\n{caplog.text}"


def without(record, field):
    return {name: value for name, value in record.items() if name != field}


IMG = "<img src=x onerror=alert(1)>"


def filled(value, text):
    """A value of a record, with a text in the place of each {}."""
    if isinstance(value, dict):
        return {name: filled(part, text) for name, part in value.items()}
    if isinstance(value, list):
        return [filled(part, text) for part in value]
    return value.replace("{}", text)


def wrong_with(project) -> list[str]:
    """What is said of a project that cannot be loaded."""
    with pytest.raises(SourceErrors) as refused:
        project.sources()
    return [str(error) for error in refused.value.errors]


class TestRecords:
    @pytest.mark.parametrize(
        "field", [name for name in RECORD if name not in ("id", "numpy")]
    )
    def test_without_a_required_field(self, project, caplog, field):
        project.write_records(RECORD, without(HALF, field))
        line = project.line(PAGE, "- id: half")
        said = refusal(project, caplog)
        assert f"{PAGE}:{line}: half.{field}: Field required" in said

    def test_without_an_id(self, project, caplog):
        project.write_records(RECORD, without(HALF, "id"))
        line = project.line(PAGE, "- title: Half")
        assert f"{PAGE}:{line}: 1.id: Field required" in refusal(project, caplog)

    def test_with_an_unknown_field(self, project, caplog):
        project.write_records(RECORD, HALF | {"alias": ["x"]})
        line = project.line(PAGE, "alias:")
        assert f"{PAGE}:{line}: half.alias: Extra" in refusal(project, caplog)

    def test_with_a_field_given_twice(self, project, caplog):
        project.replace(PAGE, "  title: Half\n", "  title: Half\n  title: Halves\n")
        line = project.line(PAGE, "  title: Halves")
        assert f"{PAGE}:{line}: title is given twice" in refusal(project, caplog)

    def test_two_with_one_id(self, project, caplog):
        project.write_records(RECORD, HALF | {"id": "double"})
        line = project.line(PAGE, "title: Half") - 1
        said = refusal(project, caplog)
        assert f"{PAGE}:{line}: formula double: id: it is taken already, at" in said

    def test_naming_a_function_that_does_not_exist(self, project, caplog):
        wrong = "snippets.arithmetic.doubling.triple"
        project.write_records(RECORD, HALF | {"function": wrong})
        line = project.line(PAGE, f"function: {wrong}")
        said = refusal(project, caplog)
        assert f"{PAGE}:{line}: formula half: function: there is no {wrong}" in said

    @pytest.mark.parametrize("field", ["related", "references", "sources"])
    def test_naming_what_does_not_exist(self, project, caplog, field):
        project.write_records(RECORD, HALF | {field: ["nothing"]})
        line = project.line(PAGE, "- nothing") - 1
        said = refusal(project, caplog)
        assert f"{PAGE}:{line}: formula half: {field}: there is no nothing" in said

    @pytest.mark.parametrize("field", ["aliases", "forms", "equivalents"])
    def test_with_an_old_field(self, project, caplog, field):
        project.write_records(RECORD, HALF | {field: ["x"]})
        line = project.line(PAGE, "- id: half")
        said = refusal(project, caplog)
        assert f"{PAGE}:{line}: half: Value error, there is no field {field}" in said

    def test_without_statements(self, project, caplog):
        project.write_records(RECORD, HALF | {"latex": []})
        line = project.line(PAGE, "latex: []")
        assert f"{PAGE}:{line}: half.latex: Tuple should" in refusal(project, caplog)

    @pytest.mark.parametrize(
        ("fields", "said"),
        [
            ({"execute": {"draws": {}}, "unexecuted": None}, "half.execute.draws: Extra inputs"),
            ({"execute": {"draw": {"x": "real"}, "where": {"x": "1"}}}, "x is drawn, and follows from others"),
            ({"execute": {}, "unexecuted": "it is in words"}, "`execute` and `unexecuted` exclude"),
            ({"unexecuted": {2: "it is in words"}}, "unexecuted: there is no statement 2"),
            ({"unexecuted": {1: "it is in words"}}, "unexecuted: one reason, where it is that of all"),
        ],
    )  # fmt: skip
    def test_with_contradictions_of_what_is_executed(
        self, project, caplog, fields, said
    ):
        project.write_records(RECORD, HALF | fields)
        found = refusal(project, caplog)
        assert f"{PAGE}:" in found
        assert said in found

    @pytest.mark.parametrize(
        "text",
        [IMG, f"` {IMG} ``", f"$5 {IMG} $", "*x*{onclick=a()}", "[x](javascript:a)"],
    )
    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("title", "{}"),
            ("assumptions", ["{}"]),
            ("variants", ["{}"]),
            ("symbols", [{"symbol": "x", "meaning": "{}", "shape": "real"}]),
            ("symbols", [{"symbol": "x", "meaning": "x", "shape": "{}"}]),
        ],
    )  # fmt: skip
    def test_with_markup(self, project, field, value, text):
        half = HALF | {field: filled(value, text)}
        project.write_records(RECORD, half)
        (said,) = wrong_with(project)
        assert said.startswith(f"{PAGE}:{project.line(PAGE, text)}: half.{field}")
        assert " no " in said

    @pytest.mark.parametrize("field", ["symbol", "latex"])
    def test_with_markup_behind_latex(self, project, field):
        symbol = {"symbol": f"x$ {IMG} $y", "meaning": "x", "shape": "real"}
        value = (
            {"symbols": [symbol]} if field == "symbol" else {"latex": symbol["symbol"]}
        )
        project.write_records(RECORD, HALF | value)
        said = wrong_with(project)[0]
        assert "KaTeX parse error" in said

    def test_an_inequality_is_no_tag(self, project):
        project.write_records(RECORD, HALF | {"assumptions": ["$a<b$", "`a <b>`"]})
        project.verify()
        project.build()

    @pytest.mark.parametrize(
        ("library", "lines", "said"),
        [
            ("numpy", "x +", "line 1: this is no Python"),
            ("numpy", "np.sqrt(y)", "line 1: y is not bound"),
            ("numpy", "y = 2 * x\nz", "line 2: z is not bound"),
            ("scipy", "torch.sqrt(x)", "line 1: torch is not bound"),
            ("torch", "np.sqrt(x)", "line 1: np is not bound"),
            ("jax", "for _ in x:\n    pass", "the last line must be an expression"),
            ("numpy", "\n".join(["x"] * 7), "there are more than 6 lines"),
        ],
    )
    def test_with_lines_that_do_not_run(self, project, caplog, library, lines, said):
        project.write_records(without(RECORD, "numpy"), HALF | {library: lines})
        line = project.line(PAGE, f"  {library}:")
        found = refusal(project, caplog)
        assert f"{PAGE}:{line}: formula half: {library}: {said}" in found

    def test_with_a_call_of_a_library_that_no_session_runs(self, project, caplog):
        project.write_records(RECORD, HALF | {"cupy": "cp.sqrt(x)"})
        line = project.line(PAGE, "cupy:")
        assert f"{PAGE}:{line}: half.cupy: Extra inputs" in refusal(project, caplog)

    def test_with_latex_that_katex_refuses(self, project, caplog):
        project.write_records(RECORD, HALF | {"latex": r"\frac{1"})
        line = project.line(PAGE, r"\frac{1")
        said = refusal(project, caplog)
        assert f"{PAGE}:{line}: half.latex" in said
        assert "KaTeX parse error" in said

    def test_with_a_symbol_that_means_nothing(self, project, caplog):
        symbols = [{"symbol": "x", "shape": "real"}]
        project.write_records(RECORD, HALF | {"symbols": symbols})
        line = project.line(PAGE, "- symbol: x\n    shape")
        said = refusal(project, caplog)
        assert f"{PAGE}:{line}: half.symbols.0.meaning: Field required" in said

    def test_that_are_not_yaml(self, project, caplog):
        project.replace(PAGE, "title: Doubling", "title: [Doubling")
        assert f"{PAGE}:3: unreadable YAML" in refusal(project, caplog)

    def test_a_topic_page_without_any(self, project, caplog):
        project.write(PAGE, "---\ntitle: Doubling\n---\n")
        assert f"{PAGE}:1: a topic page lists its `formulas`" in refusal(
            project, caplog
        )

    def test_that_are_no_mapping(self, project, caplog):
        project.write(PAGE, "---\nformulas: [double]\n---\n")
        assert f"{PAGE}:2: 0: Input should be a valid dictionary" in refusal(
            project, caplog
        )

    def test_a_reference_without_a_title(self, project, caplog):
        project.replace("data/references.yml", "  title: Elements\n", "")
        said = refusal(project, caplog)
        assert "data/references.yml:1: euclid.title: Field required" in said

    def test_a_reference_with_a_wrong_doi(self, project, caplog):
        project.replace("data/references.yml", "10.1000/182", "doi.org/10.1000/182")
        said = refusal(project, caplog)
        assert "data/references.yml:5: euclid.doi: String should match" in said

    def test_a_reference_of_the_future(self, project, caplog):
        project.replace("data/references.yml", "Alexandria", "Alexandria, 2151")
        said = refusal(project, caplog)
        assert "data/references.yml:4: euclid.published: Value error, 2151" in said

    def test_an_erratum_with_a_wrong_id(self, project, caplog):
        project.replace("data/errata.yml", "E1-01", "E5-1")
        assert "data/errata.yml:1: E5-1.id: String should" in refusal(project, caplog)

    @pytest.mark.parametrize(
        ("name", "text"),
        [("data/errata.yml", "E1-01: x\n"), ("data/planned/arithmetic.yml", "- x\n")],
    )
    def test_an_entry_that_is_no_mapping(self, project, caplog, name, text):
        project.write(name, text)
        assert f"{name}:1: " in refusal(project, caplog)

    def test_notation_without_a_shape(self, project, caplog):
        project.replace("data/notation.yml", ", shape: real", "")
        said = refusal(project, caplog)
        assert "data/notation.yml:2: letters.0.shape: Field required" in said

    def test_notation_that_is_no_list(self, project, caplog):
        project.write("data/notation.yml", "letters: x\n")
        assert "data/notation.yml:1: letters: Input should be a valid list" in refusal(
            project, caplog
        )


class TestData:
    """What errata, notation, references and planned formulas say is shown as well."""

    @pytest.mark.parametrize("text", [IMG, f"` {IMG} ``", "*x*{onclick=a()}"])
    @pytest.mark.parametrize(
        ("name", "field", "old"),
        [
            ("errata.yml", "place", "A.1"),
            ("errata.yml", "stated", "$1+1=3$"),
            ("errata.yml", "right", "It is 2."),
            ("notation.yml", "meaning", "a number"),
            ("notation.yml", "shape", "real"),
            ("references.yml", "authors", "Euclid"),
            ("references.yml", "title", "Elements"),
            ("references.yml", "published", "Alexandria"),
            ("outline.yml", "title", "Numbers"),
            ("planned/arithmetic.yml", "title", "Triple"),
        ],
    )
    def test_with_markup(self, project, name, field, old, text):
        name = f"data/{name}"
        project.replace(name, old, f"'{text}'")
        (said,) = wrong_with(project)
        assert said.startswith(f"{name}:{project.line(name, text)}: ")
        assert f"{field}: Value error, a" in said

    @pytest.mark.parametrize("field", ["title", "description"])
    def test_in_the_front_matter_of_a_page(self, project, field):
        project.replace(
            "docs/index.md", "title: Home", f"title: Home\n{field}: A {IMG}"
        )
        (said,) = check(project.sources())
        line = project.line("docs/index.md", f"{field}:")
        assert (
            str(said)
            == f"docs/index.md:{line}: {field}: a tag has no place here: <img>"
        )


class TestVocabulary:
    WORDS = "vocabulary/arithmetic/doubling.yml"

    @pytest.mark.parametrize(
        ("text", "line", "said"),
        [
            ("found_by: {double: [twice, twice]}\n", 1, "'twice' finds double already"),
            ("found_by:\n  double:\n    - thrice\n", 3, "'thrice' finds triple already, at data/planned/arithmetic.yml:7"),
            ("found_by:\n  triple:\n    - three\n", 3, "triple is no formula of the page doubling"),
            ("found_by:\n  double:\n    - 2\n", 3, "found_by.double.0: Input should be a valid string"),
            ("found_by:\n  double: twice\n", 2, "found_by.double: Input should be a valid list"),
            ("double:\n  - twice\n", 1, "found_by: Field required"),
            ("found_by: [\n", 2, "unreadable YAML"),
        ],
    )  # fmt: skip
    def test_that_is_wrong(self, project, caplog, text, line, said):
        project.write(self.WORDS, text)
        found = refusal(project, caplog)
        assert f"{self.WORDS}:{line}: {said}" in found

    def test_without_a_page(self, project, caplog):
        path = "vocabulary/arithmetic/halving.yml"
        project.write(path, "found_by: {}\n")
        said = f"{path}:1: a vocabulary without its page, docs/formulas/arithmetic/"
        assert said in refusal(project, caplog)

    def test_a_planned_formula_that_has_its_page(self, project, caplog):
        path = "data/planned/arithmetic.yml"
        project.replace(path, "id: triple", "id: half")
        assert f"{path}:1: formula half: id: it is taken already" in refusal(
            project, caplog
        )

    def test_a_planned_formula_of_a_section_that_no_source_has(self, project, caplog):
        path = "data/planned/arithmetic.yml"
        project.replace(path, "deep-dive/A.1", "deep-dive/A.99")
        said = f"{path}:4: formula triple: sources: there is no deep-dive/A.99"
        assert said in refusal(project, caplog)


class TestCode:
    def test_a_public_function_without_a_record(self, project, caplog):
        project.write(
            CODE, project.path(CODE).read_text() + "\n\ndef triple(x):\n    pass\n"
        )
        line = project.line(CODE, "def triple")
        said = refusal(project, caplog)
        assert f"{CODE}:{line}: snippets.arithmetic.doubling.triple is public" in said

    def test_a_function_that_cannot_be_cut_out_alone(self, project, caplog):
        text = project.path(CODE).read_text()
        project.write(
            CODE, f"if True:\n    TWO = 2\n\n\n{text}".replace("2 *", "TWO *")
        )
        line = project.line(CODE, "def double")
        said = f"{CODE}:{line}: double cannot be cut out: where does TWO come from?"
        assert said in refusal(project, caplog)

    def test_nor_one_that_no_page_shows(self, project, caplog):
        text = project.path(CODE).read_text()
        project.write(
            CODE, f"if True:\n    TWO = 2\n\n\n{text}".replace("2 *", "TWO *")
        )
        page = project.path(PAGE).read_text()
        imported = "from snippets.arithmetic.doubling import double\n"
        project.write(PAGE, page.replace(imported, "double = int\n"))
        line = project.line(CODE, "def double")
        assert f"{CODE}:{line}: double cannot be cut out" in refusal(project, caplog)

    def test_a_file_that_is_no_text(self, project, caplog):
        project.path("data/notation.yml").write_bytes(b"\xff\xfe")
        assert "data/notation.yml:1: cannot be read" in refusal(project, caplog)

    def test_a_module_that_is_no_python(self, project, caplog):
        project.write(CODE, "def double(x:\n    pass\n")
        assert f"{CODE}:1: this is no Python" in refusal(project, caplog)

    def test_a_snippet_changed_without_being_verified_again(self, project, caplog):
        project.replace(CODE, "2 * x", "x + x")
        line = project.line(CODE, "def double")
        said = refusal(project, caplog)
        assert (
            f"{CODE}:{line}: formula double has changed since it was verified" in said
        )

    def test_a_statement_changed_without_being_verified_again(self, project, caplog):
        project.write_records(RECORD, HALF | {"latex": "f(x)=x/2"})
        line = project.line(PAGE, "- id: half")
        said = refusal(project, caplog)
        assert f"{PAGE}:{line}: formula half has changed since it was verified" in said

    def test_a_formula_that_was_never_verified(self, project, caplog):
        project.path("build/ledger.json").unlink()
        line = project.line(CODE, "def double")
        said = refusal(project, caplog)
        assert f"{CODE}:{line}: formula double has not been verified" in said

    def test_a_ledger_that_was_edited(self, project, caplog):
        project.replace("build/ledger.json", '"cases": 1000', '"cases": 2000')
        said = refusal(project, caplog)
        assert "build/ledger.json:1: this is no ledger (it was changed" in said


def broken(name, old, new, needle, message):
    return pytest.param(old, new, needle, message, id=name)


class TestPages:
    @pytest.mark.parametrize(
        ("old", "new", "needle", "message"),
        [
            broken("unknown formula", "| double", "| doubel", "| doubel", "did you mean double?"),
            broken("no card", "/// formula | half\n///\n", "Half.\n",
                   "- id: half", "formula half has no card on its page"),
            broken("unknown block", "/// formula | double", "/// formulla | double",
                   "/// formulla", "there is no block 'formulla'"),
            broken("no argument", "/// formula | double", "/// formula",
                   "/// formula\n", "formula takes an argument"),
            broken("needless argument", "Doubling $x$", "/// guide-opening | Engineers\n///\n\n$x$",
                   "/// guide-opening", "guide-opening takes no argument"),
            broken("unknown option", "/// formula | double\n", "/// formula | double\n    big: yes\n",
                   "/// formula | double", "formula has no option big"),
            broken("unclosed block", "/// formula | half\n///\n", "/// formula | half\n",
                   "/// formula | half", "never closed"),
            broken("unclosed inner block", "Doubling $x$", "//// exercise | E\n/// solution\n////\n\n$x$",
                   "/// solution", "never closed"),
            broken("unreadable options", "/// formula | double\n", "/// formula | double\n    a: [\n",
                   "/// formula | double", "unreadable options"),
            broken("closed twice", "/// formula | half\n///\n", "/// formula | half\n///\n ///\n",
                   " ///\n", "never opened"),
            broken("solution without exercise", "Doubling $x$", "/// solution\n///\n\n$x$",
                   "/// solution", "solution stands in a exercise"),
            broken("proof of no sizes", "Doubling $x$", "//// derivation | double\n/// proof\n///\n////\n\n$x$",
                   "/// proof", "proof takes an argument"),
            broken("anew without list", "Doubling $x$", "//// derivation | double\n    anew: 2\n////\n\n$x$",
                   "//// derivation", "anew is a list of numbers"),
            broken("names without mapping", "Doubling $x$",
                   "//// derivation | double\n/// proof | n\n    names: x\n///\n////\n\n$x$",
                   "/// proof", "names is a mapping"),
            broken("same slashes", "Doubling $x$",
                   "/// exercise | E\n/// solution\n///\n///\n\n$x$",
                   "/// solution", "fewer slashes"),
            broken("unknown area", "Doubling $x$", "/// area | geometry\n///\n\n$x$",
                   "/// area", "no area 'geometry' has a topic"),
            broken("unknown erratum", "Doubling $x$", "/// defect | E9-99\n///\n\n$x$",
                   "/// defect", "there is no erratum 'E9-99'"),
            broken("unknown notation", "Doubling $x$", "/// notation-table | marks\n///\n\n$x$",
                   "/// notation-table", "there is no group 'marks'"),
            broken("figure without alt", "Doubling $x$", "/// figure | a.b\n///\n\n$x$",
                   "/// figure", "what there is to see"),
            broken("unknown figure", "Doubling $x$", "/// figure | a.b\n    alt: a\n///\n\n$x$",
                   "/// figure", "there is no figure 'a.b'"),
            broken("block options", "/// formula | double\n", "/// formula | double\n    - a\n",
                   "/// formula | double", "options are written"),
            broken("invalid latex", "gives $2x$", r"gives $\frac{2$", r"\frac{2", "KaTeX parse"),
            broken("misspelt fence option", 'exec="on"', 'exce="on"',
                   '```python exce="on"', "a fence has no option 'exce'"),
            broken("unknown fence value", 'exec="on"', 'exec="on" source="above"',
                   "```python", 'source="above" is not an option'),
            broken("unreadable fence", 'exec="on"', "exec=on", "```python", "cannot read"),
            broken("not executed", ' exec="on"', "", "```python", "Python on a page is executed"),
            broken("unclosed fence", "```\n\nTwice", "Twice", "```python", "never closed"),
            broken("missing function", "import double", "import triple",
                   "from snippets", "snippets.arithmetic.doubling defines no triple"),
            broken("missing module", "doubling import", "tripling import",
                   "from snippets", "there is no module snippets.arithmetic.tripling"),
            broken("covered before any section", "Doubling $x$", '{: covers="claim-9" }\n\n$x$'.replace("{:", "Here is one of the claims.\n{:"),
                   'covers="claim-9"', '"claim-9" is covered before any section'),
            broken("failing block", "print(double(2))", "print(double())",
                   "print(double())", "this block fails: TypeError"),
            broken("failing in the snippet", "double(2))", "double(None))",
                   "from snippets", "this block fails: TypeError"),
            broken("syntax error", "print(double(2))", "print(double(2)",
                   "print(double(2)", "SyntaxError"),
            broken("exit", "print(double(2))", "raise SystemExit(0)",
                   "raise SystemExit", "this block fails: SystemExit: 0"),
            broken("failing inline", "`#!calc double(2)`", "`#!calc triple(2)`",
                   "triple(2)", "cannot compute `triple(2)`: NameError"),
            broken("decimal by hand", "Twice two is", "It is 3.14, and", "3.14", "typed by hand"),
            broken("excuse without its number", "Twice two is", "It is 3.14, <!-- typed: a guess -->\nand", "3.14",
                   "an excuse names the number"),
            broken("excuse of nothing", "Twice two is", "It is 3.14, <!-- typed: 3.15, a guess -->\nand", "3.14",
                   "3.15 is excused, but is not a decimal of this line"),
            broken("picture without words", "Doubling $x$", "![](a.png) $x$",
                   "![](a.png)", "a picture says what there is to see"),
            broken("link without words", "Doubling $x$", "[$x$](index.md) is $x$",
                   "[$x$](", "a link has words"),
            broken("console by hand", "Doubling $x$", "```text\n>>> 2 * 2\n4\n```\n\n$x$",
                   "```text", "a console is typed by hand"),
            broken("covered by nothing", "Doubling $x$", "Twice x.\n{: covers='claim-1' }\n\n$x$",
                   "Twice x.", "what is marked as covered says nothing"),
            broken("block that covers nothing", "Doubling $x$",
                   "/// worked | Two\n    attrs: {covers: claim-1}\nTwice.\n///\n\n$x$",
                   "/// worked", "what is marked as covered says nothing"),
            broken("maths in a heading", "Doubling $x$", "## Of $x$ { #x }\n\n$x$",
                   "## Of", "a heading holds no maths"),
            broken("heading without id", "Doubling $x$", "## Of x\n\n$x$",
                   "## Of", "a heading has an id"),
            broken("github escape", "gives $2x$", r"gives $x\_1$", r"x\_1", "GitHub"),
            broken("no title", "title: Doubling", "hide: [toc]", "---", "a page has a title"),
            broken("unknown front matter", "title: Doubling", "label: Doubling\ntitle: Doubling", "label:",
                   "the front matter has no label"),
            broken("dead link", "Doubling $x$", "[Here](nowhere.md) $x$",
                   "[Here]", "contains a link 'nowhere.md'"),
            broken("dead anchor", "Doubling $x$", "[Here](#nowhere) $x$",
                   "[Here]", "contains a link '#nowhere'"),
            broken("foreign image", "Doubling $x$", "![A](https://example.org/a.png) $x$",
                   "![A]", "fetches from another host"),
        ],
    )  # fmt: skip
    def test_with_an_error(self, project, caplog, old, new, needle, message):
        project.replace(PAGE, old, new)
        line = project.line(PAGE, needle)
        said = refusal(project, caplog)
        assert f"{PAGE}:{line}: " in said
        assert message in said

    def test_what_else_is_said_of_links_is_left_as_it_is(self, project, caplog):
        project.replace(PAGE, "Doubling $x$", "[Here](../../draft.md) $x$")
        project.write("docs/draft.md", "---\ntitle: Draft\n---\n")
        project.write("mkdocs.yml", f"{CONFIG}exclude_docs: draft.md\n")
        with caplog.at_level("INFO", "mkdocs"):
            project.build()
        assert (
            "Doc file 'formulas/arithmetic/doubling.md' contains a link to "
            "'draft.md' which is excluded from the built site."
        ) in caplog.messages

    def test_all_that_is_wrong_is_said_at_once(self, project, caplog):
        project.replace(PAGE, "| double", "| doubel")
        project.replace("docs/index.md", "| double", "| dubble")
        said = refusal(project, caplog)
        assert "'doubel'" in said
        assert "'dubble'" in said

    def test_nothing_is_left_of_a_site_that_was_refused(self, project, caplog):
        project.replace(PAGE, "print(double(2))", "print(double())")
        refusal(project, caplog)
        assert not list(project.root.glob("site/**/*.html"))


@pytest.mark.parametrize(
    ("listed", "said"),
    [
        ("arithmetic:\n  - doubling\n  - halving\n", "data/areas.yml:3: arithmetic: halving has no page"),
        ("arithmetic:\n  - doubling\n  - doubling\n", "data/areas.yml:3: arithmetic: doubling has no page, or stands here twice"),
        ("arithmetic: []\n", f"{PAGE}:1: data/areas.yml does not say where this topic stands"),
        ("arithmetic: doubling\n", "data/areas.yml:1: arithmetic: Input should be a valid list"),
    ],
)  # fmt: skip
def test_an_area_that_does_not_list_its_topics(project, listed, said):
    project.write("data/areas.yml", listed)
    assert any(error.startswith(said) for error in wrong_with(project))


def test_an_area_without_a_page(project):
    project.path("docs/formulas/arithmetic.md").unlink()
    said = "data/areas.yml:1: arithmetic: the area has no page"
    assert wrong_with(project) == [said]


@pytest.mark.parametrize(
    "line",
    [
        "@import '//fonts.example.org/a.css';",
        "a { background: url(https://example.org/a.png) }",
        '@font-face { src: url("//example.org/a.woff2") }',
    ],
)
def test_a_foreign_url_in_an_asset(project, caplog, line):
    project.write("theme/assets/site.css", f"/* mine */\n{line}\n")
    said = refusal(project, caplog)
    assert f"theme/assets/site.css:2: fetches from another host: {line}" in said


def test_a_sound_project_is_built(project):
    page = (project.build() / "formulas/arithmetic/doubling.html").read_text()
    assert "Twice two is 4" in page
    assert 'id="code-double"' in page
