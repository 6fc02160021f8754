"""Owns where a Japanese heading may break: between phrases, for browsers that cannot find them on their own."""

from collections.abc import Callable, Sequence
from functools import cache

from markupsafe import Markup, escape

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
    return Markup("<wbr>").join(split(text))
