"""The group of commands, their options and exit codes: 0 well, 1 content has errors, 2 could not run."""

from __future__ import annotations

import functools
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from annai import __version__
from annai.cli.wording import phrase
from annai.diagnostics import Finding, has_errors, promote
from annai.diagnostics.report import Format, as_text, in_order, render
from annai.diagnostics.wording import say
from annai.pipeline.locale import message_language
from annai.pipeline.settings_error import SettingsError
from annai.pipeline.turn import turn

if TYPE_CHECKING:
    from annai.cli.site_process import SiteProcess

SHOWN_WARNINGS = 50
_FILE = click.Path(dir_okay=False, path_type=Path)


class _Group(click.Group):
    """Turns settings that cannot be into exit code 2 and one clear line."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except SettingsError as error:
            click.echo(say(error.key, message_language(), **error.values), err=True)
            ctx.exit(2)
        except BrokenPipeError:
            # Whoever read our output has had enough; click ends quietly then.
            raise
        except OSError as error:
            click.echo(say("S001.file", message_language(), problem=str(error)), err=True)
            ctx.exit(2)


@click.group(
    cls=_Group,
    help=phrase("help"),
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, prog_name="annai")
@click.option(
    "-C",
    "--directory",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=Path(),
    help=phrase("directory"),
)
@click.pass_context
def main(context: click.Context, directory: Path) -> None:
    """Names the repository that the commands work on."""
    context.obj = directory.resolve()


def _formatted(command: Callable[..., None]) -> Callable[..., None]:
    """The options that every command with findings has."""
    for option in (
        click.option("--today", metavar="DATE", help=phrase("option-today")),
        click.option("--strict", is_flag=True, help=phrase("option-strict")),
        click.option(
            "--format",
            "form",
            type=click.Choice(["text", "json", "github"]),
            default="text",
            show_default=True,
            help=phrase("option-format"),
        ),
    ):
        command = option(command)
    return functools.wraps(command)(command)


def _in_turn(command: Callable[..., None]) -> Callable[..., None]:
    """Waits for another command on the same repository: they share what is remembered, and the sites."""

    @functools.wraps(command)
    def waited(root: Path, *arguments: Any, **options: Any) -> None:
        with turn(root, lambda: click.echo(phrase("waiting"), err=True)):
            command(root, *arguments, **options)

    return waited


@main.command("build", help=phrase("build"))
@click.option("--audience", "audiences", multiple=True, metavar="ID", help=phrase("option-audience"))
@click.option("--notices-only", is_flag=True, help=phrase("option-notices"))
@_formatted
@click.pass_obj
@_in_turn
def build_command(
    root: Path, audiences: tuple[str, ...], form: Format, today: str | None, *, strict: bool, notices_only: bool
) -> None:
    """Builds the sites."""
    from annai.cli.site_process import site_process

    with site_process(root) as sites:
        _build(root, sites, audiences, form, today, strict=strict, notices_only=notices_only)


def _build(
    root: Path,
    sites: SiteProcess,
    audiences: tuple[str, ...],
    form: Format,
    today: str | None,
    *,
    strict: bool,
    notices_only: bool,
) -> None:
    from annai.cli.build import prepare_sites
    from annai.pipeline.settings import settings_of_folder

    started = time.monotonic()
    settings = settings_of_folder(root)
    if settings.config_file is None:
        raise SettingsError("S001.no-config", folder=root.name)
    click.echo(phrase("reading", folder=settings.layout.content.name), err=True)
    preparation = prepare_sites(
        settings, audiences or None, today, strict=strict or settings.strict, notices_only=notices_only
    )
    prepared = preparation.prepared
    folders = {audience: settings.site_dir / audience for audience in prepared.editions} if prepared else {}
    if prepared is not None:
        sites.begin(prepared, folders)
    _tell(preparation.findings, form, limit=SHOWN_WARNINGS)
    errors, warnings = _counts(preparation.findings)
    if prepared is None:
        click.echo(phrase("stopped", errors=errors, warnings=warnings), err=True)
        sys.exit(1)
    click.echo(phrase("building", sites=", ".join(folders)), err=True)
    preparation.keep()
    results = sites.results()
    for built in results:
        folder = _relative(Path(built.folder), root)
        if built.problem:
            click.echo(phrase("failed", audience=built.audience, problem=built.problem), err=True)
        else:
            click.echo(
                phrase(
                    "built",
                    audience=built.audience,
                    pages=built.pages,
                    drawn=built.drawn,
                    seconds=f"{built.seconds:.1f}",
                    folder=folder,
                ),
                err=True,
            )
    if any(built.problem for built in results):
        sys.exit(2)
    pages = ", ".join(f"{_relative(folder, root)}/index.html" for folder in folders.values())
    seconds = f"{time.monotonic() - started:.1f}"
    click.echo(phrase("summary", errors=errors, warnings=warnings, seconds=seconds, pages=pages), err=True)


@main.command("check", help=phrase("check"))
@click.option("--update-lock", is_flag=True, help=phrase("option-update-lock"))
@_formatted
@click.pass_obj
@_in_turn
def check_command(root: Path, form: Format, today: str | None, *, strict: bool, update_lock: bool) -> None:
    """Checks everything."""
    from annai.cli.check import check_repository, update_lock_file
    from annai.pipeline.settings import settings_of_folder

    settings = settings_of_folder(root)
    library, findings = check_repository(settings, today)
    if strict or settings.strict:
        findings = promote(findings)
    _tell(findings, form)
    errors, warnings = _counts(findings)
    if form == "text":
        key = "counted" if findings else "clean"
        counts = {"articles": len(library.articles), "trees": len(library.trees)}
        click.echo(phrase(key, errors=errors, warnings=warnings, **counts), err=True)
    if update_lock:
        if errors:
            click.echo(phrase("lock-refused"), err=True)
        else:
            path = _relative(update_lock_file(settings, library), root)
            click.echo(phrase("lock-written", path=path), err=True)
    sys.exit(1 if has_errors(findings) else 0)


@main.command("search", help=phrase("search"))
@click.argument("query", metavar=phrase("argument-query"))
@click.option("--audience", metavar="ID", help=phrase("option-one-audience"))
@click.option("--language", metavar="CODE", help=phrase("option-language"))
@click.option("--limit", type=click.IntRange(1, 100), default=8, show_default=True, help=phrase("option-limit"))
@click.option("--explain", is_flag=True, help=phrase("option-explain"))
@click.pass_obj
@_in_turn
def search_command(
    root: Path, query: str, audience: str | None, language: str | None, limit: int, *, explain: bool
) -> None:
    """Searches one site."""
    from annai.cli.search import print_results
    from annai.pipeline.settings import settings_of_folder

    if not print_results(settings_of_folder(root), query, audience, language, limit, why=explain):
        click.echo(phrase("nothing-found", query=query), err=True)
        sys.exit(1)


@main.command("schema", help=phrase("schema"))
@click.pass_obj
def schema_command(root: Path) -> None:
    """Writes JSON Schemas."""
    from annai.cli.check import write_schemas
    from annai.pipeline.settings import settings_of_folder

    settings = settings_of_folder(root)
    folder, count = write_schemas(settings)
    click.echo(phrase("schemas-written", count=count, folder=_relative(folder, root)))


@main.command("serve", help=phrase("serve"))
@click.option("--port", type=click.IntRange(1, 65000), default=8000, show_default=True, help=phrase("option-port"))
@click.pass_obj
def serve_command(root: Path, port: int) -> None:
    """Serves the sites."""
    from annai.cli.serve import serve_sites
    from annai.pipeline.settings import settings_of_folder

    settings = settings_of_folder(root)
    if settings.config_file is None:
        raise SettingsError("S001.no-config", folder=root.name)
    serve_sites(settings, port)


@main.command("metrics", help=phrase("metrics"))
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.pass_obj
def metrics_command(root: Path, form: str) -> None:
    """Shows the trees' figures."""
    from annai.cli.metrics import print_metrics
    from annai.pipeline.settings import settings_of_folder

    if not print_metrics(settings_of_folder(root), form):
        sys.exit(1)


@main.command("train", help=phrase("train"))
@click.option("--audience", "audiences", multiple=True, metavar="ID", help=phrase("option-audience"))
@click.option("--language", "languages", multiple=True, metavar="CODE", help=phrase("option-train-language"))
@click.pass_obj
@_in_turn
def train_command(root: Path, audiences: tuple[str, ...], languages: tuple[str, ...]) -> None:
    """Trains search to find by meaning."""
    from annai.cli.train import train_students
    from annai.pipeline.settings import settings_of_folder

    if not train_students(settings_of_folder(root), audiences, languages):
        sys.exit(2)


@main.group("eval", help=phrase("eval"))
def eval_group() -> None:
    """Measures what customers get."""


@eval_group.command("search", help=phrase("eval-search"))
@click.option("--docs", type=_FILE, metavar="FILE", help=phrase("option-docs"))
@click.option("--queries", type=_FILE, metavar="FILE", help=phrase("option-queries"))
@click.option("--qrels", type=_FILE, metavar="FILE", help=phrase("option-qrels"))
@click.option("--log", type=_FILE, metavar="FILE", help=phrase("option-log"))
@click.option("--language", metavar="CODE", default="ja", show_default=True, help=phrase("option-eval-language"))
@click.option("--audience", metavar="ID", help=phrase("option-eval-audience"))
@click.option(
    "--engine",
    type=click.Choice(["browser", "whoosh", "reference"]),
    default="browser",
    show_default=True,
    help=phrase("option-engine"),
)
@click.option("--run-out", type=_FILE, metavar="FILE", help=phrase("option-run-out"))
@click.option("--semantic", is_flag=True, help=phrase("option-semantic"))
@click.pass_obj
def eval_search_command(
    root: Path, /, engine: str, language: str, audience: str | None, *, semantic: bool, **files: Path | None
) -> None:
    """Measures a search."""
    from annai.cli.evaluate import SearchEvaluation, evaluate_search

    given = {name: root / file for name, file in files.items() if file is not None}
    wanted = SearchEvaluation(engine=engine, language=language, audience=audience, semantic=semantic, **given)
    evaluate_search(root, wanted)


def _tell(findings: Sequence[Finding], form: Format, limit: int | None = None) -> None:
    """Prints findings: machines get all of them on standard output, people errors first to read."""
    language = message_language()
    if form != "text":
        text = render(findings, form, language)
        if text:
            click.echo(text)
        return
    ordered = in_order(findings)
    errors = [finding for finding in ordered if finding.severity == "error"]
    warnings = [finding for finding in ordered if finding.severity == "warning"]
    shown = warnings if limit is None else warnings[:limit]
    for finding in (*shown, *errors):
        text = as_text(finding, language)
        click.secho(text, fg="red" if finding.severity == "error" else None)
    if len(shown) < len(warnings):
        click.echo(phrase("more-warnings", count=len(warnings) - len(shown)))


def _counts(findings: Sequence[Finding]) -> tuple[int, int]:
    errors = sum(1 for finding in in_order(findings) if finding.severity == "error")
    return errors, len(in_order(findings)) - errors


def _relative(path: Path, root: Path) -> str:
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else str(path)
