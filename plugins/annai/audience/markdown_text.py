"""What of a line of Markdown is text that people read, as against addresses, ids and code."""

from __future__ import annotations

import re

from annai.audience.raw_html import code_spans

_ADDRESSES = re.compile(
    r"""
      (?<=\])\((?:[^()\s]|\([^()\s]*\))*            # [text](target
    | ^\s{0,3}\[[^\]]+\]:\s*\S+                     # [name]: target
    | (?<=\])\[[^\]]*\]                             # [text][name]
    | \b(?:https?|ftp|mailto|tel|article|tree):[^\s<>"'（）「」、。]+
    | \bwww\.[^\s<>"'（）「」、。]+
    | [\w.+-]+@[\w-]+(?:\.[\w-]+)+
    | \{[:#.][^}\n]*\}                              # {#anchor .class}
    | \b(?:href|src|srcset|id|class|name|for|style|data-[\w-]+)\s*=\s*(?:"[^"]*"|'[^']*')
    """,
    re.VERBOSE | re.IGNORECASE,
)


def without_addresses(line: str) -> str:
    """The line with a space for each character of an address or an id, so that columns stay."""
    return _ADDRESSES.sub(lambda found: " " * len(found[0]), line)


def without_code(line: str) -> str:
    """The line with a space for each character of a code span."""
    for start, end in code_spans(line):
        line = line[:start] + " " * (end - start) + line[end:]
    return line
