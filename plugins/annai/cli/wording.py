"""The command line's own sentences, in the language of the locale."""

from __future__ import annotations

from annai.diagnostics.wording import say
from annai.pipeline.locale import message_language


def phrase(key: str, **args: object) -> str:
    """The sentence ``cli.<key>`` of ``messages/command_line.toml``."""
    return say(f"cli.{key}", message_language(), **args)
