"""Files to evaluate a search with: read as people and other tools write them, told by line where they are wrong."""

import gzip

import pytest

from annai.search.evaluate_files import (
    FaultyLineError,
    Text,
    documents_of_text,
    read_judgements,
    read_log,
    read_queries,
    read_texts,
)


@pytest.fixture
def write(tmp_path):
    def written(content, name="file"):
        file = tmp_path / name
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
        return file

    return written


def test_documents_are_read_packed_or_not(write):
    lines = '{"id": "a", "title": "返品", "body": "x\\ny", "more": 1}\n\n{"id": 7, "title": "", "body": ""}\n'
    expected = (Text("a", "返品", "x\ny"), Text("7", "", ""))
    assert read_texts(write(lines)) == expected
    assert read_texts(write(gzip.compress(lines.encode()), "docs.jsonl.gz")) == expected
    # Files are renamed, and editors of some systems write a mark in front.
    assert read_texts(write(gzip.compress(lines.encode()), "docs.jsonl")) == expected
    assert read_texts(write(b"\xef\xbb\xbf" + lines.replace("\n", "\r\n").encode(), "windows")) == expected


def test_halves_of_characters_are_no_obstacle(write):
    (query,) = read_queries(write('{"id": "q", "text": "a\\ud83d"}'))
    assert query.text == "a?"


def test_judgements_are_read_with_and_without_column_names(write):
    rows = "q1\ta b.md\t2\nq1\tc\t0\nq2\ta b.md\t1\n"
    expected = {"q1": {"a b.md": 2, "c": 0}, "q2": {"a b.md": 1}}
    assert read_judgements(write(rows)) == expected
    assert read_judgements(write("query-id\tcorpus-id\tscore\n" + rows)) == expected


@pytest.mark.parametrize(
    "log",
    [
        "返品したい\thelp/returns\t2026-01-01\nパスワード\thelp/reset\n返品したい \thelp/refund\n",
        "query\tarticle\n返品したい\thelp/returns\nパスワード\thelp/reset\n返品したい\thelp/refund\n",
        """{"query": "返品したい", "article": ["help/returns", "help/refund"]}
        {"query": "パスワード", "article": "help/reset"}""",
    ],
)
def test_a_log_gives_each_query_once_with_all_that_solved_it(write, log):
    queries, judgements = read_log(write(log))
    assert {query.text: judgements[query.id] for query in queries} == {
        "返品したい": {"help/returns": 1, "help/refund": 1},
        "パスワード": {"help/reset": 1},
    }


@pytest.mark.parametrize(
    ("read", "content", "line", "problem"),
    [
        (read_texts, '{"id": "a", "title": "", "body": ""}\n{"id": "b"', 2, "json"),
        (read_texts, "[1]", 1, "object"),
        (read_texts, '{"id": "a", "title": "t"}', 1, "key"),
        (read_texts, '{"id": "a", "title": 3, "body": ""}', 1, "text"),
        (read_texts, '{"id": null, "title": "", "body": ""}', 1, "text"),
        (read_queries, '{"id": "a", "text": ""}\n\n{"id": "a", "text": ""}', 3, "twice"),
        (read_queries, b'{"id": "a", "text": ""}\n\xff\xfe', 2, "utf8"),
        (read_queries, gzip.compress(b'{"id": "a", "text": ""}\n', mtime=0)[:-4], 2, "gzip"),
        (read_queries, "[" * 100_000, 1, "json"),
        (read_judgements, "a\tb\t1\na b 1\n", 2, "columns"),
        (read_judgements, "a\tb\t1\na\tb\tgood\n", 2, "grade"),
        (read_judgements, "a\tb\t1\na\tb\t1000\n", 2, "grade"),
        (read_log, "返品\thelp/returns\n返品\n", 2, "log"),
        (read_log, '{"query": "返品"}', 1, "key"),
        (read_log, '{"query": "返品", "article": []}', 1, "text"),
    ],
)
def test_a_line_that_cannot_be_used_is_named(write, read, content, line, problem):
    file = write(content)
    with pytest.raises(FaultyLineError) as caught:
        read(file)
    assert (caught.value.file, caught.value.line, caught.value.problem) == (file, line, problem)


def test_a_document_is_divided_at_its_headings():
    text = Text("a b.md", "返品", "14日以内。\n\n## 条件\n\n[未使用の品](x.md)\n\n### 例外 {#out}\n\n食品。\n")
    documents = list(documents_of_text(text, "ja"))
    assert [(one.section_title, one.text) for one in documents] == [
        ("", "14日以内。"),
        ("条件", "未使用の品"),
        ("例外", "食品。"),
    ]
    assert {(one.id, one.title, one.url, one.language) for one in documents} == {("a b.md", "返品", "/a%20b.md/", "ja")}
    assert [one.anchor for one in documents] == ["", "条件", "out"]


@pytest.mark.parametrize("body", ["", "ただの文。", "一行目\n二行目", ">" * 1000])
def test_a_plain_text_is_one_section(body):
    (document,) = documents_of_text(Text("a", "t", body), "ja")
    assert document.section_title == document.anchor == ""
