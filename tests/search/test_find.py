"""Finding: what people type finds what they mean, whatever they type."""

import json
import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annai.search.find import find, open_index
from annai.search.sinks.whoosh import NotOurIndexError, WhooshIndex, content_hash, write_index
from tests.search.builders import SHOP, page


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("search") / "index"


@pytest.fixture(scope="module")
def index(folder):
    with open_index(SHOP, folder) as opened:
        yield opened


@pytest.mark.parametrize(
    ("query", "best"),
    [
        ("返品したい", "returns"),
        ("へんぴん", "returns"),
        ("へんぴ", "returns"),
        ("henpin", "returns"),
        ("ﾊﾟｽﾜｰﾄﾞ", "reset"),
        ("ぱすわーど 忘れた", "reset"),
        ("パスワ", "reset"),
        ("ログインできません", "reset"),
        ("引越し", "moving"),
        ("引っ越し", "moving"),
        ("ひっこし", "moving"),
        ("届かない", "late"),
        ("商品が届きません", "late"),
        ("ｐｄｆ", "receipt"),
        ("りょうしゅうしょ", "receipt"),
        ("カード　エラー", "card"),
        ("クレジットカド", "card"),
        ("ふきん", "cloth"),
        ("refund", "refund"),
        ("Refunds!", "refund"),
    ],
)
def test_what_people_type_finds_what_they_mean(index, query, best):
    assert index.search(query)[0].id == best


@pytest.mark.parametrize(
    "query",
    [
        "",
        " 　\n",
        "。、！？「」",
        "()[]{}*+?~^:\"'\\",
        "\x00",
        "\ud800",
        "😀",
        "の",
        "qqqqqqq",
        "AND OR NOT",
        "title:",
        "--",
    ],
)
def test_queries_without_a_word_of_the_site_find_nothing(index, query):
    assert index.search(query) == ()


@pytest.mark.parametrize("query", ["返品" * 5_000, "送料は？" * 2_500, "a" * 10_000, "x y " * 2_500, "返" * 10_000])
def test_ten_thousand_characters_are_a_query_too(index, query):
    assert len(query) >= 10_000
    index.search(query)


@given(st.text(max_size=50))
def test_any_query_is_answered(index, query):
    for result in index.search(query):
        assert result.score > 0
        for marked in (result.title, result.section_title, result.snippet):
            last = 0
            for start, end in marked.marks:
                assert last <= start < end <= len(marked.text)
                last = end


def test_a_result_is_an_article_with_its_best_section(index):
    results = index.search("食品の返品")
    assert [result.id for result in results].count("returns") == 1
    best = results[0]
    assert (best.location, best.section_title.text) == ("help/returns/#excluded", "返品できない品物")
    assert best.title.text == "返品できる条件"


def test_results_are_as_many_as_asked_for(index):
    assert len(index.search("返品 パスワード 届かない 引っ越し", limit=2)) == 2
    assert index.search("返品", limit=0) == ()


def test_what_matched_is_marked_in_the_spelling_of_the_page(tmp_path):
    documents = [page("設定", "新しいﾊﾟｽﾜｰﾄﾞは、（Ｗｅｂ）で決めます。")]
    (result,) = find(documents, tmp_path / "index", "パスワードをWebで")
    text = result.snippet.text
    assert [text[start:end] for start, end in result.snippet.marks] == ["ﾊﾟｽﾜｰﾄﾞ", "Ｗｅｂ"]


def test_keywords_find_a_page_and_are_not_shown(index):
    (best, *_) = index.search("ログインできない")
    assert best.id == "reset"
    assert "ログイン" not in best.snippet.text + best.title.text


def test_the_index_is_kept_while_the_documents_stay_the_same(tmp_path):
    folder = tmp_path / "index"
    find(SHOP, folder, "返品")
    made = (folder / "manifest.json").stat().st_ino
    find(SHOP, folder, "返品")
    assert (folder / "manifest.json").stat().st_ino == made


def test_the_index_is_built_anew_when_a_document_changes(tmp_path):
    folder = tmp_path / "index"
    assert find(SHOP, folder, "棚卸し") == ()
    (result,) = find((*SHOP, page("棚卸しの日")), folder, "棚卸し")
    assert result.title.text == "棚卸しの日"
    assert find(SHOP, folder, "棚卸し") == ()


def test_nothing_is_left_beside_the_index(tmp_path):
    find(SHOP, tmp_path / "index", "返品")
    find(SHOP[:3], tmp_path / "index", "返品")
    assert [path.name for path in tmp_path.iterdir()] == ["index"]


@pytest.mark.parametrize("damage", ["manifest", "lexicon", "segments", "toc", "format", "list"])
def test_a_damaged_index_is_built_anew(tmp_path, damage):
    folder = tmp_path / "index"
    write_index(SHOP, folder)
    match damage:
        case "manifest" | "lexicon":
            (folder / f"{damage}.json").write_text("{", encoding="utf-8")
        case "segments":
            for path in folder.glob("*.seg"):
                path.unlink()
        case "toc":
            for path in folder.glob("*.toc"):
                path.write_bytes(b"not a table of contents")
        case "format":
            manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
            (folder / "manifest.json").write_text(json.dumps(manifest | {"format": "other/1"}), encoding="utf-8")
        case "list":
            (folder / "manifest.json").write_text("[]", encoding="utf-8")
    with pytest.raises(NotOurIndexError):
        WhooshIndex(folder)
    assert find(SHOP, folder, "返品")[0].id == "returns"


def test_a_folder_that_is_not_ours_is_not_opened(tmp_path):
    with pytest.raises(NotOurIndexError):
        WhooshIndex(tmp_path)


def test_an_empty_site_finds_nothing(tmp_path):
    assert find([], tmp_path / "index", "返品") == ()


def test_the_content_hash_changes_with_any_part_of_a_document():
    variants = [
        page("返品", "a"),
        page("返品", "b"),
        page("返品", "a", keywords=["b"]),
        page("返品", "a", section="b"),
        page("返品", "a", audience="agent"),
    ]
    assert len({content_hash([variant]) for variant in variants}) == len(variants)
    assert content_hash(variants) != content_hash(reversed(variants))


def test_an_abandoned_build_is_removed(tmp_path):
    left = tmp_path / ".index-abandoned"
    left.mkdir()
    os.utime(left, (0, 0))
    fresh = tmp_path / ".index-fresh"
    fresh.mkdir()
    write_index(SHOP, tmp_path / "index")
    assert not left.exists()
    # Another process may be at work there.
    assert fresh.exists()
