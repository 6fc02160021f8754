"""``annai train``: students for each view from a cache that someone else has filled, and words where it cannot."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

import pytest

from annai.cli.search import edition_documents
from annai.cli.train import cache_path
from annai.pipeline.memory import Memory
from annai.pipeline.prepare import prepare, read_library
from annai.pipeline.settings import settings_of_folder, today
from annai.search.student_file import read_student, student_path
from annai.search.student_texts import lessons_of, text_key
from annai.search.teacher import Kind, LocalTeacher
from annai.search.teacher_cache import VectorCache
from annai.search.train_student import can_train
from tests.pipeline.content_repository import ContentRepository

needs_extra = pytest.mark.skipif(not can_train(), reason="the extra annai[semantic] is not installed")
SECRET = "社内限定クーポン"


class _Hashes:
    """A teacher without any sense: enough to see which texts go where."""

    name = LocalTeacher.name

    def embed(self, texts: Sequence[str], kind: Kind) -> Sequence[Sequence[float]]:
        return [[byte - 128 for byte in hashlib.sha512((kind + text).encode()).digest() * 3] for text in texts]


@pytest.fixture
def shop(tmp_path: Path) -> ContentRepository:
    """Long enough to learn from, with an article for agents alone; its texts are all in the cache."""
    shop = ContentRepository.of(tmp_path / "shop")
    shop.write("mkdocs.yml", "site_name: Help\ndocs_dir: content\nplugins: [{annai: {languages: [ja]}}]\n")
    for number in range(60):
        name = f"{number}番の手続き"
        text = f"{name}には書類が{number}枚要ります。\n\n{name}は窓口で{number}分かかります。"
        shop.write(f"content/help/steps/step-{number}.md", f"---\ntitle: {name}\n---\n# {name}\n\n{text}\n")
    for number in range(12):
        text = f"---\ntitle: {SECRET}{number}\naudience: agent\n---\n# {SECRET}{number}\n\n{SECRET}は{number}割です。\n"
        shop.write(f"content/internal/secret-{number}.md", text)
    _fill(shop.root)
    return shop


def _fill(root: Path) -> None:
    settings = settings_of_folder(root)
    memory = Memory(settings.cache / "cache")
    library, _ = read_library(settings, today(), memory)
    prepared = prepare(settings, library, tuple(library.audiences), memory)
    cache = VectorCache(cache_path(settings.layout.config))
    for editions in prepared.editions.values():
        for edition in editions:
            for text, kind in lessons_of(edition_documents(edition, memory)):
                cache.learn([text], kind, _Hashes())
    cache.save()


@needs_extra
def test_each_view_gets_a_student_and_the_public_one_knows_nothing_internal(shop: ContentRepository):
    outcome = shop.annai("train", ANNAI_LANGUAGE="en")
    assert outcome.code == 0, outcome.said
    config = settings_of_folder(shop.root).layout.config
    public, agent = (read_student(student_path(config, audience, "ja")) for audience in ("public", "agent"))
    assert not [term for term in public.terms if "クーポン" in term]
    assert text_key(f"{SECRET}3", "query") in agent.texts
    assert text_key(f"{SECRET}3", "query") not in public.texts
    assert SECRET.encode() not in cache_path(config).read_bytes()


@needs_extra
def test_training_again_changes_no_file(shop: ContentRepository):
    shop.annai("train")
    folder = settings_of_folder(shop.root).layout.config / "trained"
    before = {file.name: file.read_bytes() for file in folder.iterdir()}
    outcome = shop.annai("train", ANNAI_LANGUAGE="en")
    assert "as it was" in outcome.said
    assert {file.name: file.read_bytes() for file in folder.iterdir()} == before


@needs_extra
def test_one_audience_may_be_trained_alone_and_an_unknown_one_is_told(shop: ContentRepository):
    shop.annai("train", "--audience", "public", "--language", "ja")
    config = settings_of_folder(shop.root).layout.config
    assert student_path(config, "public", "ja").is_file()
    assert not student_path(config, "agent", "ja").exists()
    outcome = shop.annai("train", "--audience", "nobody", ANNAI_LANGUAGE="en")
    assert outcome.code == 2
    assert "nobody" in outcome.said


@needs_extra
def test_an_address_that_is_no_endpoint_is_told_in_one_line(shop: ContentRepository):
    outcome = shop.annai("train", ANNAI_LANGUAGE="en", ANNAI_TEACHER_URL="http://example.com", ANNAI_TEACHER_MODEL="m")
    assert outcome.code == 2
    assert "ANNAI_TEACHER_URL" in outcome.said
    assert "Traceback" not in outcome.said


@pytest.mark.skipif(can_train(), reason="the extra annai[semantic] is installed")
def test_without_the_extra_the_command_says_how_to_get_it(tmp_path: Path):
    outcome = ContentRepository.of(tmp_path / "shop").annai("train", ANNAI_LANGUAGE="en")
    assert outcome.code == 2
    assert "annai[semantic]" in outcome.said
