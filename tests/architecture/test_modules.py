"""The shape of every module: says what it owns, is short, and is named after a thing of the domain."""

import ast
import re

import pytest

LONGEST = 400
# Names that say nothing about what is inside.
EMPTY_NAMES = {"common", "helper", "helpers", "manager", "misc", "util", "utilities", "utils"}
# What makes pages, indexes and bundles: it is handed views, and nothing that was not projected.
OUTPUT = ("bundles", "language", "mkdocs_plugin", "pages", "rendering", "search", "theme")
# Ways to turn text into markup, or into code: content reaches the page as text alone.
UNSAFE = re.compile(r"\b(innerHTML|outerHTML|insertAdjacentHTML|document\.write|srcdoc|eval|new Function)\b")


@pytest.fixture(scope="session")
def modules(texts: dict[str, str]) -> dict[str, str]:
    return {path: text for path, text in texts.items() if path.startswith("plugins/annai/") and path.endswith(".py")}


@pytest.fixture(scope="session")
def web_modules(texts: dict[str, str]) -> dict[str, str]:
    return {
        path: text
        for path, text in texts.items()
        if path.startswith("plugins/annai/") and path.endswith((".mjs", ".js"))
    }


def test_a_module_says_on_its_first_line_what_it_owns(modules: dict[str, str]):
    silent = [
        path
        for path, text in modules.items()
        if text.strip() and not ((ast.get_docstring(ast.parse(text)) or "").strip() and re.match('r?"""\\S', text))
    ]
    assert silent == []


def test_a_browser_module_says_at_its_top_what_it_owns(web_modules: dict[str, str]):
    assert [path for path, text in web_modules.items() if not re.match(r"// \S|/\*\*?\s+(\* )?\S", text)] == []


def test_no_module_is_longer_than_a_person_reads_at_once(modules: dict[str, str], web_modules: dict[str, str]):
    lengths = {path: text.count("\n") for path, text in {**modules, **web_modules}.items()}
    assert {path: lines for path, lines in lengths.items() if lines > LONGEST} == {}


def test_no_module_has_a_name_that_says_nothing(modules: dict[str, str], web_modules: dict[str, str]):
    def words(path: str) -> set[str]:
        return set(re.split(r"[/_.-]", path))

    assert [path for path in [*modules, *web_modules] if words(path) & EMPTY_NAMES] == []


def test_browser_modules_never_turn_text_into_markup(web_modules: dict[str, str]):
    found = [
        f"{path}:{number}: {line.strip()}"
        for path, text in web_modules.items()
        for number, line in enumerate(text.splitlines(), start=1)
        if UNSAFE.search(line.partition("//")[0])
    ]
    assert found == []


def test_what_writes_output_never_meets_a_library(modules: dict[str, str]):
    met = [
        path
        for path, text in modules.items()
        if path.removeprefix("plugins/annai/").split("/")[0].removesuffix(".py") in OUTPUT
        and re.search(r"annai\.model\.library|annai\.sources", text)
    ]
    assert met == []
