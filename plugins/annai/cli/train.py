"""``annai train``: a student of search for each view, learnt from a teacher's vectors; what a build takes as it is."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path

import click

from annai.cli.search import edition_documents
from annai.cli.wording import phrase
from annai.pipeline.memory import Memory
from annai.pipeline.prepare import prepare, read_library
from annai.pipeline.settings import Settings, today
from annai.pipeline.settings_error import SettingsError
from annai.search.documents import SearchDocument
from annai.search.student import Fusion
from annai.search.student_file import student_path, write_student
from annai.search.student_texts import Lesson, lessons_of
from annai.search.teacher import Kind, LocalTeacher, TeacherError, chosen_teacher
from annai.search.teacher_cache import VectorCache
from annai.search.train_student import TooFewLessonsError, can_train, train_student

_KINDS: tuple[Kind, ...] = ("query", "passage")
# How many texts the teacher reads between two times that it is said how far it has come.
_AT_ONCE = 512


def cache_path(folder: Path) -> Path:
    """Where the teacher's vectors are kept, below the folder of settings."""
    return folder / "trained" / "teacher-vectors.bin"


def train_students(settings: Settings, audiences: Sequence[str], languages: Sequence[str]) -> bool:
    """Trains a student for each audience and language named (all where none is); False where nothing could be.

    Each learns from the documents of its own view alone. Raises SettingsError for an audience or a language that the
    site does not have, OSError where a file cannot be written.
    """
    if not can_train():
        click.echo(phrase("train-extra"), err=True)
        return False
    memory = Memory(settings.cache / "cache")
    library, _ = read_library(settings, today(), memory)
    for key, given, known in (("audience", audiences, library.audiences), ("language", languages, library.languages)):
        for token in given:
            if token not in known:
                raise SettingsError(f"S001.{key}", token=token, known=", ".join(known))
    chosen = tuple(audiences) or tuple(library.audiences)
    prepared = prepare(settings, library, chosen, memory)
    memory.save()
    views = [
        (audience, edition.view.language, edition_documents(edition, memory))
        for audience in chosen
        for edition in prepared.editions[audience]
        if not languages or edition.view.language in languages
    ]
    cache = VectorCache(cache_path(settings.layout.config))
    try:
        trained = [_train(settings, cache, *view) for view in views]
    except TeacherError as error:
        click.echo(phrase(error.key.removeprefix("cli."), **error.values), err=True)
        return False
    finally:
        cache.save()
    return any(trained)


def _train(
    settings: Settings, cache: VectorCache, audience: str, language: str, documents: Sequence[SearchDocument]
) -> bool:
    started = time.monotonic()
    lessons = lessons_of(documents)
    named = f"{audience}-{language}"
    teacher = _read_all(cache, lessons, named)
    try:
        student = train_student(documents, audience, language, cache, teacher)
    except TooFewLessonsError:
        click.echo(phrase("train-few", view=named, lessons=len(lessons)), err=True)
        return False
    file = student_path(settings.layout.config, audience, language)
    key = "train-done" if write_student(student, file) else "train-same"
    click.echo(
        phrase(
            key,
            view=named,
            lessons=len(lessons),
            fidelity=f"{student.fidelity:.2f}",
            strength=100 * student.fusion.strength // Fusion().strength,
            kilobytes=file.stat().st_size // 1000,
            seconds=f"{time.monotonic() - started:.1f}",
            file=file.relative_to(settings.root).as_posix() if file.is_relative_to(settings.root) else str(file),
        ),
        err=True,
    )
    return True


def _read_all(cache: VectorCache, lessons: Sequence[Lesson], named: str) -> str:
    """Has the teacher read what the cache lacks; its name. Whoever has the whole cache needs no teacher."""
    teacher = chosen_teacher()
    name = teacher.name if teacher else LocalTeacher.name
    missing = [(kind, cache.missing([text for text, own in lessons if own == kind], kind, name)) for kind in _KINDS]
    count = sum(len(texts) for _, texts in missing)
    if count and teacher is None:
        raise TeacherError("cli.teacher-none", count=count)
    read = 0
    for kind, texts in missing:
        for at in range(0, len(texts), _AT_ONCE):
            click.echo(phrase("train-reading", view=named, read=read, count=count), err=True)
            some = texts[at : at + _AT_ONCE]
            assert teacher is not None  # else an error was raised above
            cache.learn(some, kind, teacher)
            read += len(some)
            cache.save()
    return name
