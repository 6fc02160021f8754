"""Owns where a Japanese heading may break: between phrases, for browsers that cannot find them on their own."""

from collections.abc import Callable, Sequence
from functools import cache

from markupsafe import Markup, escape

NO_START = "、。，．・：；？！ー〜）」』】〕］｝”’…‥々ぁぃぅぇぉっゃゅょァィゥェォッャュョ"
"""What no line begins with (行頭禁則)."""
NO_END = "（「『【〔［｛“‘"
"""What no line ends with (行末禁則)."""

Splitter = Callable[[str], Sequence[str]]
"""Cuts a text into its phrases (文節); the parts joined are the text again."""


@cache
def japanese_splitter() -> Splitter | None:
    """BudouX's splitter for Japanese, or None where the package ``budoux`` is not installed.

    Without it a heading breaks as the browser likes, which is legible and less pretty.
    """
    try:
        from budoux import load_default_japanese_parser  # noqa: PLC0415 - its model is read on import
    except ModuleNotFoundError:
        return None
    return load_default_japanese_parser().parse


def with_breaks(text: str, split: Splitter | None) -> Markup:
    """The text, escaped, with ``<wbr>`` between its phrases; as it is without a splitter or Japanese in it."""
    if split is None or text.isascii():
        return escape(text)
    return Markup("<wbr>").join(_kept_together(split(text)))


def _kept_together(parts: Sequence[str]) -> list[str]:
    """The parts with punctuation at their ends moved to where a line may begin or end with it."""
    kept: list[str] = []
    opened = ""
    for part in parts:
        whole = opened + part
        body = whole.rstrip(NO_END)
        opened = whole[len(body) :]
        head = body.lstrip(NO_START) if kept else body
        if kept:
            kept[-1] += body[: len(body) - len(head)]
        if head:
            kept.append(head)
    if opened:
        kept.append(opened)
    return kept
