"""``annai metrics``: the figures of each decision tree, for supervisors."""

from __future__ import annotations

import json
from typing import Any

import click
from msgspec import Struct
from rich.console import Console
from rich.table import Table

from annai.cli.wording import phrase
from annai.diagnostics import has_errors
from annai.pipeline.check import check_library
from annai.pipeline.memory import Memory
from annai.pipeline.prepare import read_library
from annai.pipeline.settings import Settings, today
from annai.trees.figures import Coverage, Figures, Split, TreeFigures
from annai.trees.metrics import measure

# Wide enough for all columns where nothing says how wide the reader is.
WIDTH = 130
_COLUMNS = ("tree", "questions", "outcomes", "longest", "expected", "floor", "other", "unsure", "examples", "branches")


def print_metrics(settings: Settings, form: str) -> bool:
    """Prints the figures of all trees; False where errors in the trees stand in the way."""
    memory = Memory(settings.cache / "cache")
    library, found = read_library(settings, today(), memory)
    if has_errors(check_library(library, found, memory)):
        click.echo(phrase("metrics-errors"), err=True)
        return False
    figures = measure(library)
    if form == "json":
        click.echo(json.dumps(_plain(figures), ensure_ascii=False, indent=2))
        return True
    console = Console(highlight=False, soft_wrap=True)
    if not console.is_terminal:
        console.width = WIDTH
    table = Table(*(phrase(f"metrics-{name}") for name in _COLUMNS), box=None)
    for tree in figures.trees:
        table.add_row(*_row(tree))
    console.print(table)
    console.print(
        phrase("metrics-all", expected=_number(figures.expected), floor=_number(figures.floor), longest=figures.longest)
    )
    for line in _advice(figures):
        console.print(line)
    return True


def _row(tree: TreeFigures) -> tuple[str, ...]:
    return (
        tree.tree,
        str(tree.questions),
        str(tree.outcomes),
        str(tree.longest),
        _number(tree.expected),
        _number(tree.floor),
        f"{tree.other_share:.0%}",
        f"{tree.unsure_share:.0%}",
        _covered(tree.outcomes_with_examples),
        _covered(tree.branches_with_examples),
    )


def _advice(figures: Figures) -> list[str]:
    """Questions that tell little, and limits that are exceeded."""
    lines: list[str] = []
    for tree in figures.trees:
        lines += [_low_split(split) for split in tree.low_splits]
        lines += [
            phrase(
                f"metrics-beyond-{one.limit}", tree=tree.tree, value=_amount(one.value), allowed=_amount(one.allowed)
            )
            for one in tree.beyond
        ]
    return lines


def _low_split(split: Split) -> str:
    answer, share = max(split.shares.items(), key=lambda pair: pair[1])
    return phrase(
        "metrics-low-split",
        question=str(split.question),
        answer=answer,
        # Never all, where some answer otherwise.
        share=f"{min(share, 0.99):.0%}" if share < 1 else "100%",
        bits=f"{split.bits:.2f}",
        volume=round(split.volume),
    )


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}".replace("-0.00", "0.00")


def _amount(value: float) -> str:
    """A count as it is, a share in per cent."""
    return str(value) if isinstance(value, int) else f"{value:.0%}"


def _covered(coverage: Coverage) -> str:
    return f"{coverage.covered}/{coverage.total}"


def _plain(value: Any) -> Any:
    """Figures as JSON-ready values; places are written ``tree#node``."""
    if isinstance(value, Struct):
        return {name: _plain(getattr(value, name)) for name in value.__struct_fields__}
    if hasattr(value, "_fields"):
        return str(value)
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    return value
