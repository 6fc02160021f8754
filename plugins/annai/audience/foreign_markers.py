"""Lines that other programs, or habit, let mark a part for agents: ``!!! agent``, ``[agent]``, ``<!-- agent -->``.

None of them is an agent block: what stands below would be published as ordinary text. Prose that names agents, links,
anchors and titles of other blocks (``!!! note "agent"``) mark nothing.
"""

from __future__ import annotations

import re
from functools import cache

from annai.audience.raw_html import code_spans, in_spans
from annai.audience.words import column_of, folded

_AGENT = r"agents?(?![a-z0-9])"
# A word before or behind it, as in "begin agent" and "agent-only".
_BEGIN = r"(?:(?:begin|start|end|open|close|for|audience)[\s:=_-]*)?"
_END = r"(?:[\s_-]*(?:only|block|start|begin|end)(?![a-z0-9]))?"
# Marks of lists and quotes; for brackets, which name buttons and menus too, of quotes alone.
_BEFORE = r"(?:\s|[>*•・]|[+-](?=\s)|\d{1,9}[.)]\s|\[[ x]\]\s)*+"
# A mark that stands at the start of a line is short.
_FAR = 400
_AT_THE_START = rf"""
      {_BEFORE} (?:::|%%|\\\\|¥¥|([:!?%@\\¥;&$=+^<|])\1\1|---) [^\w\s"'(]* \s* [{{\[(.:]* \s* {_AGENT}   # ::: agent
    | {_BEFORE} (?:!!|\?\?|@@|;;|&&|==|\+\+|\|\|) \s* {_AGENT} {_END} [^\w]* $                          # !! agent
    | [\s>]*+ [\[{{(<【〔《〈「『]{{1,3}} [%{{<!\s/*.:_-]* {_BEGIN} {_AGENT} {_END}
      [\s%/*:.!_-]* [\]}})>】〕》〉」』]{{1,3}} [\s:.]* $                                                   # [agent]
    | {_BEFORE} <agents?(?:\s[^>]*)?>                                                                   # <agent>
    | {_BEFORE} \{{(?:%|\{{[<%])[\s-]* (?:(?:if|block)\s+)? {_AGENT}                                    # {{% agent %}}
    | {_BEFORE} <[a-z][a-z0-9]*\s[^>]*\b(?:class|audience|data-audience)\s*=\s*
      (?:["'][^"'>]*(?<![\w-])|(?=agent))agents?(?![\w-])                                               # class="agent"
    | {_BEFORE} (?:```|~~~)[`~]* \s* \{{?[\s.]* {_AGENT} [\s}}]* $                                         # ``` agent
    | {_BEFORE} <!--[\s/:-]* {_BEGIN} {_AGENT} {_END} \s* $                                             # <!-- agent
    """
_ANYWHERE = rf"""
      <!--[\s/:-]* {_BEGIN} {_AGENT} {_END} [\s:/-]* -->
    | [\[{{<][\s%-]*/\s* {_AGENT} {_END} \s*[%-]*[\]}}>](?![(\[:])
    | \{{%-?\s*end[\s_-]?{_AGENT}
    """


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Compiled when a text first names agents: it takes longer than most texts."""
    return re.compile(_AT_THE_START, re.VERBOSE), re.compile(_ANYWHERE, re.VERBOSE)


def may_hold_some(text: str) -> bool:
    """Whether a text names agents at all; cheap."""
    lower = text.lower()
    return "agent" in lower or "ａｇｅｎｔ" in lower


def foreign_marker(line: str) -> int:
    """The column (from 0) at which a line marks a part for agents in a way that is none of ours; -1 if it does not."""
    if not may_hold_some(line):
        return -1
    form = folded(line)
    at_the_start, anywhere = _patterns()
    if at_the_start.match(form[:_FAR]):
        return len(line) - len(line.lstrip())
    spans = code_spans(line)
    for found in anywhere.finditer(form):
        column = column_of(line, form, found.start())
        if not in_spans(spans, column):
            return column
    return -1
