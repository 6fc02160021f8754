"""Training a student: what it learns, that it learns the same every time, and what teachers must be."""

from __future__ import annotations

import hashlib
import http.server
import json
import math
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from annai.language.query import analyse_query
from annai.search.index import build_index
from annai.search.rank import rank
from annai.search.student import fuse
from annai.search.student_file import packed_student
from annai.search.student_meaning import meaning_of
from annai.search.student_texts import lessons_of
from annai.search.teacher import EndpointTeacher, Kind, TeacherError, chosen_teacher
from annai.search.teacher_cache import VectorCache, packed
from annai.search.train_student import TooFewLessonsError, Training, train_student
from tests.search.builders import page

# Each line is one thing that people say in several ways; the teacher below knows that, the articles do not say it.
THEMES = (
    ("返品", "返送", "送り返す"),
    ("解約", "退会", "やめる"),
    ("破損", "故障", "壊れる"),
    ("領収書", "明細", "控え"),
    ("配送", "発送", "お届け"),
)
TRAINING = Training(dimensions=4)


class ThemeTeacher:
    """Puts texts by their themes, with a little of the text itself; written down, so that tests need no model."""

    name = "themes"

    def embed(self, texts: Sequence[str], kind: Kind) -> Sequence[Sequence[float]]:
        return [self._vector(text) for text in texts]

    def _vector(self, text: str) -> list[float]:
        noise = hashlib.blake2b(text.encode(), digest_size=8).digest()
        themes = [sum(text.count(word) for word in words) * 4.0 for words in THEMES]
        return [*themes, *(byte / 512 for byte in noise)]


@pytest.fixture
def documents():
    ways = (
        "{}したい",
        "{}の手順を教えます。",
        "{}について確かめること。",
        "{}は窓口で承ります。",
        "{}の期限があります。",
    )
    return [
        page(f"{words[0]}のご案内", "".join(way.format(word) for way in ways for word in words[:2]), name=words[0],
             keywords=[f"{word}はできますか" for word in words])
        for words in THEMES
    ]  # fmt: skip


@pytest.fixture
def cache(tmp_path: Path, documents) -> VectorCache:
    cache = VectorCache(tmp_path / "trained" / "vectors.bin")
    for kind in ("query", "passage"):
        cache.learn([text for text, own in lessons_of(documents) if own == kind], kind, ThemeTeacher())
    return cache


@pytest.fixture
def student(documents, cache):
    pytest.importorskip("scipy")
    return train_student(documents, "public", "ja", cache, "themes", TRAINING)


def test_a_student_finds_what_its_teacher_finds_alike(student, documents):
    index = build_index(documents, "ja")
    ids = [article.id for article in index.articles]
    meaning = meaning_of(student, documents, ids, index.terms)
    for words in THEMES:
        query = analyse_query(words[1], index)
        lexical = [(scored.article, scored.score) for scored in rank(query, index, len(ids))]
        near = meaning.near(query, lexical)
        assert ids[max(near, key=lambda article: near[article])] == words[0]
        assert ids[fuse(lexical, near, meaning.fusion)[0][0]] == words[0]


def test_the_same_lessons_make_the_same_file(student, documents, cache):
    again = train_student(documents, "public", "ja", cache, "themes", TRAINING)
    assert packed_student(again) == packed_student(student)


def test_a_student_holds_no_term_that_its_documents_lack(student, documents):
    assert set(student.terms) <= set(build_index(documents, "ja").terms)


def test_too_little_to_read_makes_no_student(documents, cache):
    pytest.importorskip("scipy")
    with pytest.raises(TooFewLessonsError):
        train_student(documents[:1], "public", "ja", cache, "themes")


def test_vectors_are_kept_by_hash_and_asked_for_once(documents, cache: VectorCache, tmp_path: Path):
    assert cache.save()
    assert not cache.save()
    file = tmp_path / "trained" / "vectors.bin"
    assert "返品".encode() not in file.read_bytes()
    kept = VectorCache(file)
    lessons = [text for text, kind in lessons_of(documents) if kind == "query"]
    assert len(kept) == len(cache)
    assert kept.missing(lessons, "query", "themes") == ()
    assert kept.missing(lessons[:2], "query", "another teacher") == tuple(lessons[:2])
    assert kept.vector(lessons[0], "query", "themes") == cache.vector(lessons[0], "query", "themes")


@pytest.mark.parametrize("data", [b"", b"something else\n", b"annai-vectors/1\nhalf a rec"])
def test_a_broken_cache_counts_as_empty(tmp_path: Path, data: bytes):
    file = tmp_path / "vectors.bin"
    file.write_bytes(data)
    assert len(VectorCache(file)) == 0


def test_a_vector_in_bytes_points_where_it_did():
    vector = [0.3, -0.04, 0.0, 1.7]
    scale, numbers = packed(vector)
    back = [scale * (number - 256 if number > 127 else number) for number in numbers]
    assert math.dist(vector, back) < 0.01
    assert packed([0.0, 0.0]) == (0.0, b"\0\0")


@pytest.fixture
def endpoint() -> Iterator[tuple[str, list[tuple[str | None, dict]]]]:
    asked: list[tuple[str | None, dict]] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            asked.append((self.headers["Authorization"], body))
            data = [{"index": at, "embedding": [len(text), 1.0]} for at, text in enumerate(body["input"])]
            status = {"refuses": 401, "moves": 302}.get(body["model"], 200)
            answer = b"{}" if body["model"] == "mumbles" else json.dumps({"data": data[::-1]}).encode()
            self.send_response(status)
            self.send_header("Location", "http://127.0.0.1:9/elsewhere")
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/v1", asked
    server.shutdown()
    thread.join()
    server.server_close()


def test_an_endpoint_gets_key_model_and_prefix_and_its_answers_keep_the_order(endpoint):
    url, asked = endpoint
    teacher = EndpointTeacher(url, "secret", "e5-{kind}", "{kind}: ")
    texts = ["a" * (number % 7) for number in range(70)]
    assert [vector[0] for vector in teacher.embed(texts, "query")] == [len("query: ") + len(text) for text in texts]
    assert [(key, body["model"], len(body["input"])) for key, body in asked] == [
        ("Bearer secret", "e5-query", 64),
        ("Bearer secret", "e5-query", 6),
    ]
    assert "secret" not in teacher.name


@pytest.mark.parametrize(
    ("model", "key"),
    [("refuses", "cli.teacher-refused"), ("moves", "cli.teacher-refused"), ("mumbles", "cli.teacher-silent")],
)
def test_an_endpoint_that_does_not_answer_is_told_and_never_followed_elsewhere(endpoint, model, key):
    with pytest.raises(TeacherError) as raised:
        EndpointTeacher(endpoint[0], "secret", model).embed(["a"], "query")
    assert raised.value.key == key


@pytest.mark.parametrize("url", ["http://example.com/v1", "ftp://example.com", "nonsense", "file:///etc/passwd"])
def test_a_key_is_never_sent_in_the_clear(url):
    with pytest.raises(TeacherError) as raised:
        chosen_teacher({"ANNAI_TEACHER_URL": url, "ANNAI_TEACHER_MODEL": "m"})
    assert raised.value.key == "cli.teacher-address"


def test_an_endpoint_needs_the_name_of_a_model():
    with pytest.raises(TeacherError) as raised:
        chosen_teacher({"ANNAI_TEACHER_URL": "https://example.com/v1"})
    assert raised.value.key == "cli.teacher-model"
