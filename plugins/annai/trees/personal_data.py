"""Personal data in a sentence: what an example, which is kept and indexed, must not hold (T706)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping

from annai.model.facts import Input

# Dashes, and the long-vowel mark that some type for one, between digits.
_DASH = re.compile(r"(?<=[0-9])[\u2010-\u2015\u2212\u30fc\uff70\u2500](?=[0-9])")
_MAIL = re.compile(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
_CARD = re.compile(r"(?<![0-9])(?:[0-9][ -]?){12,18}[0-9](?![0-9])")
_PHONE = re.compile(
    r"(?<![0-9A-Za-z-])(?:"
    r"0[0-9]{9,10}"
    r"|0[0-9]{1,4}[- (][0-9]{1,4}[- )][0-9]{3,4}"
    r"|\(0[0-9]{1,4}\) ?[0-9]{1,4}-[0-9]{3,4}"
    r"|\+[0-9]{1,3}(?:[- ]?[0-9]{1,4}){2,4}"
    r"|\(?[2-9][0-9]{2}\)?[-. ][0-9]{3}[-. ][0-9]{4}"
    r")(?![0-9-])"
)
_POSTAL = re.compile(r"〒 ?[0-9]{3}-?[0-9]{4}|郵便番号[^0-9]{0,4}[0-9]{3}-?[0-9]{4}")
_STREET = re.compile(r"(?:都|道|府|県|市|区|町|村)[^ 、。]{0,20}?[0-9]+(?:丁目|番地|番[0-9]|-[0-9]+-[0-9]+|-[0-9]+号)")
# A run of what codes and numbers are made of; the unit behind it tells a quantity from a number of somebody.
_TOKEN = re.compile(r"[A-Za-z0-9][A-Za-z0-9._@+-]*")
_QUANTITY = re.compile(r"\s*(?:[\u4e00-\u9fff\u30a1-\u30fa%]|yen|days?|years?|hours?|minutes?|items?\b)")


def personal_data(text: str, inputs: Mapping[str, Input]) -> Iterator[tuple[str, str]]:
    """Each kind of personal data in a text, once: ``mail card phone postal input``, with the input's label.

    Cards are runs of 13 to 19 digits with a right check digit (ISO/IEC 7812-1, Luhn's formula). An ``input``
    is a word that fits the pattern of an input with ``pii``; a number with a unit behind it is a quantity.
    """
    plain = _DASH.sub("-", unicodedata.normalize("NFKC", text))
    if _MAIL.search(plain):
        yield "mail", ""
    rest = _MAIL.sub(" ", plain)
    for found in _CARD.finditer(rest):
        if luhn(re.sub(r"[ -]", "", found.group())):
            yield "card", ""
            rest = rest.replace(found.group(), " ")
            break
    if _PHONE.search(rest):
        yield "phone", ""
        rest = _PHONE.sub(" ", rest)
    if _POSTAL.search(rest) or _STREET.search(rest):
        yield "postal", ""
    for item in inputs.values():
        if item.pii and item.pattern and any(re.fullmatch(item.pattern, word) for word in _words(rest)):
            yield "input", str(item.label)


def luhn(digits: str) -> bool:
    """Whether the last of the digits is the check digit of the others."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        doubled = int(digit) * (1 + place % 2)
        total += doubled - 9 if doubled > 9 else doubled
    return total % 10 == 0


def _words(text: str) -> Iterator[str]:
    for found in _TOKEN.finditer(text):
        if not _QUANTITY.match(text, found.end()):
            yield found.group()
