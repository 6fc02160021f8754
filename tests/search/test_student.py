"""A student of search at query time: what it finds by meaning, where it yields to words, what its files hold."""

from __future__ import annotations

import base64
import gzip
import json
from array import array
from itertools import pairwise

import pytest

from annai.language.query import analyse_query
from annai.language.terms import NO_CONCEPT, QueryTerm
from annai.search.index import build_index
from annai.search.rank import rank
from annai.search.student import Fusion, Said, Student, fuse, query_vector, said_by, strength_of
from annai.search.student_file import NotOurStudentError, packed_student, read_student, student_path, write_student
from annai.search.student_meaning import meaning_of, unread
from annai.search.student_shards import student_files
from annai.search.student_texts import lessons_of, passages, sentences, stamp_of, text_key, units_of
from tests.search.builders import SHOP, page

PAGES = tuple(document for document in SHOP if document.language == "ja")


def vector(*numbers: int) -> array[int]:
    return array("b", numbers)


@pytest.fixture
def student() -> Student:
    """Knows two directions: sending back (first), and what has to do with money (second)."""
    return Student(
        audience="public",
        language="ja",
        teacher="a teacher",
        stamp="now",
        dimensions=3,
        fidelity=0.9,
        terms={
            "返品": vector(100, 0, 0),
            "領収書": vector(0, 90, 0),
            "~返金": vector(60, 0, 0),
            "配送": vector(0, 0, 50),
        },
        texts={
            text_key("返品できる条件", "query"): (0, vector(120, 5, 0)),
            text_key("領収書の発行", "query"): (1, vector(0, 127, 0)),
        },
        centroids=[vector(127, 0, 0), vector(0, 127, 127)],
    )


def test_the_best_by_words_stays_ahead_of_what_is_only_near_in_meaning():
    order = [article for article, _ in fuse([(1, 9.0), (2, 8.5)], {3: 0.6, 2: 0.1}, Fusion())]
    assert order == [1, 2, 3]


def test_an_article_without_the_words_is_found_by_meaning_but_not_by_a_vague_likeness():
    assert [article for article, _ in fuse([], {3: 0.5, 4: 0.2}, Fusion())] == [3]


def test_what_says_a_short_query_word_for_word_stays_first_whatever_meaning_says():
    lexical = [(1, 9.0), (2, 8.9)]
    near = {1: 0.0, 2: 1.0}
    assert fuse(lexical, near, Fusion(), Said(99, 2))[0][0] == 2
    assert fuse(lexical, near, Fusion(), Said(100, 2))[0][0] == 1
    assert fuse(lexical, near, Fusion(), Said(100, 5))[0][0] == 2


def test_fused_scores_never_rise_down_the_list():
    fused = fuse([(5, 3.0), (4, 3.0), (9, 1.0)], {9: 0.9, 7: 0.8, 8: 0.8}, Fusion(), Said(100, 1))
    assert all(before[1] >= after[1] for before, after in pairwise(fused))
    assert fused[0][0] == 5


def test_meaning_counts_less_the_more_words_say():
    lexical, near = [(1, 10.0), (2, 5.0)], {2: 0.8}
    silent, outspoken = (dict(fuse(lexical, near, Fusion(), Said(percent, 9)))[2] for percent in (0, 90))
    assert silent > outspoken > 50


def test_a_student_that_learnt_nothing_changes_nothing():
    lexical = [(4, 2.0), (1, 1.0)]
    assert strength_of(0.5) == 0
    assert [article for article, _ in fuse(lexical, {1: 1.0, 8: 1.0}, Fusion(strength=0))] == [4, 1]


def test_a_query_that_is_a_title_word_for_word_is_said_whole_and_a_guessed_one_is_not():
    index = build_index(PAGES, "ja")

    def said(text: str) -> int:
        query = analyse_query(text, index)
        best = rank(query, index, len(index.articles))[0]
        return said_by(query, index, len(index.articles), best.article).percent

    assert said("領収書 発行") == 100
    assert said("りょうしゅうしょ") == 100
    assert said("領収書 ぱすわあど") < 100
    assert said("領収書 宇宙船") < 100


def test_a_query_points_where_its_terms_do_and_pairs_count_as_in_training(student: Student):
    terms = [QueryTerm("返品", 50, 0), QueryTerm("~返金", 20, NO_CONCEPT), QueryTerm("見知らぬ", 100, 1)]
    assert list(query_vector(terms, student.terms, 3)) == [50 * 100 + 100 * 60, 0, 0]


def test_a_changed_article_is_still_found_by_meaning(student: Student):
    rewritten = (*PAGES[:-4], page("返品のしかた", "", name="new"))
    index = build_index(rewritten, "ja")
    meaning = meaning_of(student, rewritten, [article.id for article in index.articles], index.terms)
    near = meaning.near(analyse_query("返品", index), [])
    numbers = {article.id: number for number, article in enumerate(index.articles)}
    assert near[numbers["returns"]] > 0.6
    assert near[numbers["new"]] > 0.6
    changed, whole = unread(student, rewritten)
    assert 0 < changed < whole


def test_a_student_of_no_use_for_a_query_says_nothing(student: Student):
    index = build_index(PAGES, "ja")
    meaning = meaning_of(student, PAGES, [article.id for article in index.articles], index.terms)
    assert meaning.near(analyse_query("ふきん", index), [(0, 1.0)]) == {}


def test_a_file_gives_back_the_student_and_is_the_same_every_time(student: Student, tmp_path):
    file = student_path(tmp_path, "public", "ja")
    assert write_student(student, file)
    assert not write_student(student, file)
    assert packed_student(read_student(file)) == packed_student(student) == file.read_bytes()
    assert read_student(file).terms["領収書"] == vector(0, 90, 0)


@pytest.mark.parametrize(
    "change", [{"format": "annai-student/9"}, {"analysis": "older"}, {"texts": "?"}, {"terms": []}]
)
def test_a_file_of_another_format_or_analysis_is_refused(student: Student, tmp_path, change):
    content = json.loads(gzip.decompress(packed_student(student)))
    file = tmp_path / "student.json.gz"
    file.write_bytes(gzip.compress(json.dumps(content | change).encode()))
    with pytest.raises(NotOurStudentError):
        read_student(file)


@pytest.mark.parametrize("data", [b"", b"nothing", b"\x1f\x8b broken", gzip.compress(b"[]", mtime=0)])
def test_a_broken_file_is_refused(tmp_path, data):
    file = tmp_path / "student.json.gz"
    file.write_bytes(data)
    with pytest.raises(NotOurStudentError):
        read_student(file)


def test_the_browser_gets_the_vectors_of_terms_that_the_site_has_and_no_text(student: Student):
    index = build_index(PAGES, "ja")
    meaning = meaning_of(student, PAGES, [article.id for article in index.articles], index.terms)
    made = student_files(meaning, index.terms)
    files = {name: json.loads(gzip.decompress(data)) for name, data in made.files.items()}
    (_, shard), *others = made.manifest["terms"]
    assert not others
    assert [index.terms[number] for number in files[shard]["terms"]] == sorted(meaning.terms)
    assert len(base64.b64decode(files[shard]["vectors"])) == 3 * len(meaning.terms)
    assert sorted(article for name in made.manifest["clusters"] for article, _, _ in files[name]["articles"]) == list(
        range(len(index.articles))
    )
    assert not any("返品" in json.dumps(content, ensure_ascii=False) for content in files.values())
    assert student_files(meaning, index.terms) == made


def test_lessons_are_titles_keywords_headings_passages_and_sentences():
    lessons = lessons_of(
        [page("返品できる条件", "14日以内です。未使用に限ります。", keywords=["返せますか"], section="期限")]
    )
    assert set(lessons) == {
        ("返品できる条件", "query"),
        ("返品できる条件", "passage"),
        ("返せますか", "query"),
        ("期限", "query"),
        ("14日以内です。 未使用に限ります。", "passage"),
        ("14日以内です。", "query"),
        ("未使用に限ります。", "query"),
    }


def test_a_title_is_one_unit_of_its_article_however_many_sections_it_has():
    titles = [unit for unit in units_of(PAGES) if unit.place == "title" and unit.article == "returns"]
    assert len(titles) == 1


def test_passages_are_whole_sentences_of_limited_length():
    text = "".join(f"これは{number}番目の文で、少し長くしてあります。" for number in range(40))
    made = list(passages(text))
    assert all(len(passage) <= 300 and passage.endswith("。") for passage in made)
    assert "".join(made).replace(" ", "") == text


def test_versions_and_addresses_do_not_end_a_sentence():
    assert list(sentences("Version 4.7.0 is at example.com today. Update now!")) == [
        "Version 4.7.0 is at example.com today.",
        "Update now!",
    ]


def test_a_stamp_changes_with_any_text_and_with_nothing_else():
    assert stamp_of(PAGES, "ja") == stamp_of(list(PAGES), "ja")
    assert stamp_of(PAGES, "ja") != stamp_of(PAGES[1:], "ja")
    assert stamp_of(PAGES, "ja") != stamp_of([page("返品できる条件", "変わりました。"), *PAGES[1:]], "ja")
