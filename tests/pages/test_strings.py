"""The words of the interface: the same keys and places in each language, none missing, none left over."""

import re
import string
from pathlib import Path

import pytest

from annai.pages import strings as module
from annai.pages.strings import LANGUAGES, Translator, interface_language, strings

PACKAGE = Path(module.__file__).parent.parent.parent
_USED = re.compile(r"""\bt(?:\.counted)?\(\s*["']([a-z_]+\.[a-z_]+)["']""")


TEMPLATES = [
    *sorted((PACKAGE / "pages" / "templates").glob("*.html")),
    *sorted((PACKAGE / "theme").rglob("*.html")),
]


def _places(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("language", LANGUAGES[1:])
def test_every_language_has_the_same_keys_with_the_same_places(language: str) -> None:
    first, other = strings(LANGUAGES[0]), strings(language)
    assert first.keys() == other.keys()
    assert [key for key in first if _places(first[key]) != _places(other[key])] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_string_is_empty_or_has_spaces_around_it(language: str) -> None:
    assert [key for key, text in strings(language).items() if not text or text != text.strip(" ")] == []


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_a_template_asks_only_for_strings_that_exist(template: Path) -> None:
    known = strings(LANGUAGES[0])
    assert set(_USED.findall(template.read_text(encoding="utf-8"))) <= known.keys()


@pytest.mark.parametrize(
    ("count", "ja", "en"),
    [(1, "記事 1件", "1 article"), (12, "記事 12件", "12 articles")],
)
def test_a_single_thing_is_told_in_the_singular(count: int, ja: str, en: str) -> None:
    assert [Translator(language).counted("home.article", count) for language in ("ja", "en")] == [ja, en]


def test_no_english_string_speaks_of_one_thing_in_the_plural() -> None:
    """Every text with a number before a plural has another one beside it, for one thing."""
    texts = strings("en")
    plurals = [key for key, text in texts.items() if re.search(r"\{count\} [a-z ]*[a-rt-z]s\b", text)]
    singular = {"search.many": "search.one", "search.many_agent": "search.one_agent", "flow.left_many": "flow.left_one"}
    assert [key for key in plurals if singular.get(key, key.removesuffix("s")) not in texts.keys() - {key}] == []


def test_an_id_without_a_name_of_its_own_stands_as_it_is() -> None:
    assert Translator("ja").known("tool_kind", "order-system") == "受注管理"
    assert Translator("ja").known("tool_kind", "telescope") == "telescope"


def test_places_are_filled() -> None:
    assert Translator("ja")("search.many", count=3) == "3件見つかりました"


def test_a_key_that_does_not_exist_is_an_error() -> None:
    with pytest.raises(KeyError):
        Translator("ja")("search.nothing")


@pytest.mark.parametrize(("tag", "file"), [("ja", "ja"), ("ja-JP", "ja"), ("EN-gb", "en"), ("fr", "en")])
def test_a_language_without_a_file_gets_english(tag: str, file: str) -> None:
    assert interface_language(tag) == file
