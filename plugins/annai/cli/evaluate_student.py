"""Trains a student of search on the documents that a search is evaluated on, so that it is measured with meaning."""

from __future__ import annotations

from pathlib import Path

import click

from annai.cli.evaluate_engines import Corpus
from annai.cli.wording import phrase
from annai.pipeline.settings_error import SettingsError
from annai.search.student import Student
from annai.search.student_texts import lessons_of
from annai.search.teacher import Kind, LocalTeacher, TeacherError, chosen_teacher
from annai.search.teacher_cache import VectorCache
from annai.search.train_student import TooFewLessonsError, can_train, train_student

_KINDS: tuple[Kind, ...] = ("query", "passage")
# How many texts the teacher reads between two times that it is said how far it has come.
_AT_ONCE = 512


def train_for(corpus: Corpus, folder: Path) -> Student:
    """A student that has learnt from the corpus alone; no query is seen.

    What the teacher has read is kept in the folder, by hash. Raises SettingsError where the extra or the teacher is
    missing or does not answer, and where there is too little to learn from.
    """
    if not can_train():
        raise SettingsError("cli.train-extra")
    lessons = lessons_of(corpus.documents)
    cache = VectorCache(folder / "teacher-vectors.bin")
    try:
        teacher = chosen_teacher()
        name = teacher.name if teacher else LocalTeacher.name
        missing = [(text, kind) for kind in _KINDS for text in cache.missing(_texts(lessons, kind), kind, name)]
        for start in range(0, len(missing), _AT_ONCE):
            click.echo(phrase("eval-reading", read=start, count=len(missing)), err=True)
            if teacher is None:
                raise SettingsError("cli.teacher-none", count=len(missing))
            for kind in _KINDS:
                cache.learn(_texts(missing[start : start + _AT_ONCE], kind), kind, teacher)
            cache.save()
    except TeacherError as error:
        raise SettingsError(error.key, **error.values) from error
    try:
        return train_student(corpus.documents, "public", corpus.language, cache, name)
    except TooFewLessonsError as error:
        raise SettingsError("cli.eval-few", lessons=len(lessons)) from error


def _texts(lessons: list[tuple[str, Kind]] | tuple[tuple[str, Kind], ...], kind: Kind) -> list[str]:
    return [text for text, own in lessons if own == kind]
