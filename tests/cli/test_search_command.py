"""``annai search``: results that read well in a narrow terminal, and the reasons for them."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

import pytest

from tests.pipeline.content_repository import ContentRepository

LONG = (
    "# 返品の条件\n\n"
    + "お届けから8日のあいだは、未使用の品物（外箱のあるもの）を返品できます。送料はお客様のご負担です。" * 3
    + "\n"
)


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> ContentRepository:
    made = ContentRepository.of_shop(Path(tmp_path_factory.mktemp("search")) / "shop")
    made.write("content/help/long.md", LONG)
    return made


def _width(line: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in line)


@pytest.mark.parametrize("columns", [30, 44, 80])
def test_results_stay_within_the_terminal_and_fill_it(shop: ContentRepository, columns: int):
    lines = shop.annai("search", "返品", COLUMNS=str(columns)).output.splitlines()
    assert max(map(_width, lines)) <= columns
    assert max(map(_width, lines)) >= columns - 4


def test_no_line_begins_with_a_closing_mark(shop: ContentRepository):
    for columns in range(30, 50):
        lines = shop.annai("search", "返品", "--limit", "1", COLUMNS=str(columns)).output.splitlines()
        assert [line for line in lines if re.match(r"\s*[、。）」]", line)] == []


def test_results_are_numbered_with_their_addresses(shop: ContentRepository):
    lines = shop.annai("search", "返品", COLUMNS="80").output.splitlines()
    assert lines[0].startswith("1. ")
    assert lines[1].startswith("   /help/")
    assert any(line.startswith("2. ") for line in lines)


def test_the_reasons_say_what_was_understood_and_what_each_term_adds(shop: ContentRepository):
    told = shop.annai("search", "へんぴん", "--explain", COLUMNS="100", ANNAI_LANGUAGE="en").output
    assert told.startswith("へんぴん: as read → 返品 ")
    total, parts = (
        re.findall(r"help/\S+: ([\d.]+) \(all terms together", told),
        re.findall(r"^\s+([\d.]+)  \S", told, re.MULTILINE),
    )
    assert total
    assert parts
    assert "× idf " in told
    assert "title, asked_as, summary" in told


def test_the_reasons_are_in_the_language_of_messages(shop: ContentRepository):
    told = shop.annai("search", "へんぴん", "--explain", ANNAI_LANGUAGE="ja").output
    assert told.startswith("へんぴん: 読みから → 返品 ")


def test_a_site_s_own_synonyms_count(shop: ContentRepository):
    shop.write(
        "site_config/synonyms.yml",
        "schema: support-synonyms/1\nadd:\n  - {from: [ぽんぽこ], to: [返品], weight: 1}\n",
    )
    assert "返品" in shop.annai("search", "ぽんぽこ").output
