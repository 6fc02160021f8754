"""What of a line of Markdown is text that people read, as against addresses, ids and code."""

from __future__ import annotations

import re

from annai.audience.raw_html import code_spans

# Told narrowly: what is taken for an address is not looked at, and Japanese goes on right behind one.
_ADDRESSES = re.compile(
    r"""
      (?<=\])\((?:[^()\s]|\([^()\s]*\))*            # [text](target
    | ^\ {0,3}\[(?!\^)[^\]]+\]:\s*\S+               # [name]: target
    | (?<![a-z0-9])(?:https?|ftp|mailto|tel|article|tree):[!\#-;=?-~]+
    | (?<![a-z0-9])www\.[!\#-;=?-~]+
    | [a-z0-9_.+-]+@[a-z0-9-]+(?:\.[a-z0-9-]+)+
    | \{:?\s*(?:[#.][\w-]+\s*)+\}                   # {#anchor .class}
    | (?<![a-z0-9])(?:href|src|srcset|id|class|name|for|style|data-[a-z0-9-]+)\s*=\s*(?:"[^"]*"|'[^']*')
    """,
    re.VERBOSE | re.IGNORECASE | re.ASCII,
)


def without_addresses(line: str) -> str:
    """The line with a space for each character of an address or an id, so that columns stay."""
    return _ADDRESSES.sub(lambda found: " " * len(found[0]), line)


def without_code(line: str) -> str:
    """The line with a space for each character of a code span."""
    for start, end in code_spans(line):
        line = line[:start] + " " * (end - start) + line[end:]
    return line
