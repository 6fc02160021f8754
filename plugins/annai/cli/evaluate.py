"""``annai eval search``: how well, how fast and at what size a search answers queries whose answers are known."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path

import click
from msgspec import Struct
from msgspec.structs import replace

from annai.cli.evaluate_engines import ENGINES, Corpus, Measured
from annai.cli.wording import phrase
from annai.pipeline.settings_error import SettingsError
from annai.search.evaluate import Judgements, Quality, percentile, quality, run_lines
from annai.search.evaluate_files import (
    AskedQuery,
    FaultyLineError,
    documents_of_text,
    read_judgements,
    read_log,
    read_queries,
    read_texts,
)


class SearchEvaluation(Struct, frozen=True):
    """What is to be evaluated; the files as the command was given them.

    Without `docs` the repository's own site is searched, as `audience` sees it. `log` stands for `queries` and
    `qrels`. `semantic` trains a student on the documents first.
    """

    engine: str
    language: str
    docs: Path | None = None
    queries: Path | None = None
    qrels: Path | None = None
    log: Path | None = None
    audience: str | None = None
    run_out: Path | None = None
    semantic: bool = False


def evaluate_search(root: Path, wanted: SearchEvaluation) -> None:
    """Prints the figures, a name and a value a line; writes the run where it is wanted.

    Raises SettingsError for files and options that cannot be used.
    """
    try:
        queries, judgements = _asked(wanted)
        corpus = _corpus(root, wanted)
    except FaultyLineError as error:
        place = {"file": str(error.file), "line": str(error.line)}
        raise SettingsError(f"cli.eval-{error.problem}", **place, **error.values) from error
    queries = [query for query in queries if any(grade > 0 for grade in judgements.get(query.id, {}).values())]
    if not queries:
        raise SettingsError("cli.eval-no-answers")
    if not corpus.documents:
        raise SettingsError("cli.eval-no-documents")
    _tell_strangers(corpus, judgements, queries)
    click.echo(phrase("eval-asking", engine=wanted.engine, documents=corpus.articles, queries=len(queries)), err=True)
    with tempfile.TemporaryDirectory(prefix="annai-eval-") as folder:
        if wanted.semantic:
            corpus = _taught(root, corpus, Path(folder))
        measured = ENGINES[wanted.engine](corpus, [query.text for query in queries], Path(folder) / "work")
    run = {query.id: found for query, found in zip(queries, measured.answers, strict=True)}
    if wanted.run_out is not None:
        wanted.run_out.write_text("".join(run_lines(run)), encoding="utf-8")
    for name, value in figures(quality(run, judgements), measured):
        click.echo(f"{name} {value}")


def figures(found: Quality, measured: Measured) -> Iterator[tuple[str, str]]:
    """The figures by name, in the order in which they are printed."""
    yield "queries", str(found.queries)
    yield "Hit@1", f"{found.hit_1:.3f}"
    yield "Hit@5", f"{found.hit_5:.3f}"
    yield "MRR@10", f"{found.mrr_10:.3f}"
    yield "nDCG@10", f"{found.ndcg_10:.3f}"
    yield "zero-result-rate", f"{found.zero_results:.4f}"
    for name, count in (
        ("index-bytes", measured.index_bytes),
        ("first-query-bytes", measured.first_bytes),
        ("later-query-bytes", measured.later_bytes),
    ):
        if count is not None:
            yield name, str(count)
    yield "index-seconds", f"{measured.index_seconds:.2f}"
    yield "latency-p50-ms", f"{1000 * percentile(measured.seconds, 0.5):.2f}"
    yield "latency-p95-ms", f"{1000 * percentile(measured.seconds, 0.95):.2f}"


def _asked(wanted: SearchEvaluation) -> tuple[Sequence[AskedQuery], Judgements]:
    if wanted.log is not None:
        if wanted.queries is not None or wanted.qrels is not None:
            raise SettingsError("cli.eval-log-alone")
        return read_log(wanted.log)
    if wanted.queries is None or wanted.qrels is None:
        raise SettingsError("cli.eval-no-queries")
    return read_queries(wanted.queries), read_judgements(wanted.qrels)


def _corpus(root: Path, wanted: SearchEvaluation) -> Corpus:
    if wanted.docs is None:
        return site_corpus(root, wanted.language, wanted.audience)
    if wanted.audience is not None:
        raise SettingsError("cli.eval-audience-alone")
    texts = read_texts(wanted.docs)
    documents = chain.from_iterable(documents_of_text(text, wanted.language) for text in texts)
    return Corpus(tuple(documents), wanted.language)


def site_corpus(root: Path, language: str, audience: str | None = None) -> Corpus:
    """What can be found on the site of a repository, as an audience (the weakest by default) sees it.

    Raises SettingsError for an audience or a language that the site does not have.
    """
    from annai.cli.search import edition_documents
    from annai.pipeline.memory import Memory
    from annai.pipeline.prepare import prepare, read_library
    from annai.pipeline.search_fragments import synonyms_of
    from annai.pipeline.settings import settings_of_folder, today
    from annai.pipeline.turn import turn

    settings = settings_of_folder(root)
    with turn(root, lambda: click.echo(phrase("waiting"), err=True)):
        memory = Memory(settings.cache / "cache")
        library, _ = read_library(settings, today(), memory)
        named = audience or library.audiences[0]
        if named not in library.audiences:
            raise SettingsError("S001.audience", token=named, known=", ".join(library.audiences))
        if language not in library.languages:
            raise SettingsError("S001.language", token=language, known=", ".join(library.languages))
        prepared = prepare(settings, library, (named,), memory)
        memory.save()
        edition = next(item for item in prepared.editions[named] if item.view.language == language)
        return Corpus(edition_documents(edition, memory), language, synonyms_of(edition, library))


def _taught(root: Path, corpus: Corpus, folder: Path) -> Corpus:
    """The corpus with a student; a repository keeps what a teacher has read, as that takes long."""
    from annai.cli.evaluate_student import train_for
    from annai.pipeline.settings import settings_of_folder

    settings = settings_of_folder(root)
    kept = folder / "teacher" if settings.config_file is None else settings.cache / "eval"
    student = train_for(corpus, kept)
    click.echo(phrase("eval-trained", fidelity=f"{student.fidelity:.2f}"), err=True)
    return replace(corpus, student=student)


def _tell_strangers(corpus: Corpus, judgements: Judgements, queries: Sequence[AskedQuery]) -> None:
    """Says which answers are not among the documents: nothing can find them."""
    known = {document.id for document in corpus.documents}
    strangers = {
        document: None
        for query in queries
        for document, grade in judgements[query.id].items()
        if grade > 0 and document not in known
    }
    if strangers:
        click.echo(phrase("eval-strangers", count=len(strangers), first=next(iter(strangers))), err=True)
