"""What a writer probably meant by a value of the wrong form: ``2027/3/31``, ``１２``, ``はい``, ``1日``."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date

from annai.diagnostics import nearest, plain
from annai.model.article import STATES

_ID = re.compile(r"[a-z][a-z0-9-]{0,39}")
_REASON = re.compile(r"[A-Z][A-Z0-9]*(-[A-Z0-9]+)*")
_DATE = re.compile(r"([0-9]{4})[-/.年 ]{1,2}([0-9]{1,2})[-/.月 ]{1,2}([0-9]{1,2})日?")
_YEARLY = re.compile(r"([0-9]{1,2})[-/.月]([0-9]{1,2})日?")
_CLOCK = re.compile(r"([0-9]{1,2}):([0-9]{2})\s*(?:から|[-~〜])\s*([0-9]{1,2}):([0-9]{2})")
_DURATION = re.compile(r"([0-9]+)\s*(?:営業)?日間?|(?:([0-9]+)\s*時間)?(?:([0-9]+)\s*分)?")
_DASHES = re.compile("[‐‑‒–—―−ーｰ]")
_DAYS = dict(zip("月火水木金土日", ("mon", "tue", "wed", "thu", "fri", "sat", "sun"), strict=True))
_STATES = {
    **dict.fromkeys(("公開", "公開済み", "確認済み", "published"), "validated"),
    **dict.fromkeys(("下書き", "非公開"), "draft"),
    **dict.fromkeys(("廃止", "保管", "終了"), "archived"),
}
_LANGUAGES = {
    **dict.fromkeys(("jp", "jpn", "ja-jp", "日本語", "japanese", "ja"), "ja"),
    **dict.fromkeys(("eng", "us", "uk", "英語", "english", "en"), "en"),
}
_YES, _NO = ("はい", "true", "する", "有", "あり", "○", "〇"), ("いいえ", "false", "しない", "無", "なし", "×")


def meant(kind: str, token: str) -> str:
    """A value of the right form for the fault ``kind``, such as ``T105.date``; empty where none suggests itself."""
    guess = _GUESSES.get(kind)
    found = guess(plain(token)) if guess else ""
    return found if found != token else ""


def _id(token: str) -> str:
    found = re.sub(r"[\s_]+", "-", token.lower())
    return found if _ID.fullmatch(found) else ""


def _reason(token: str) -> str:
    found = re.sub(r"[\s_]+", "-", token.upper())
    return found if _REASON.fullmatch(found) else ""


def _whole(token: str) -> str:
    found = re.fullmatch(r"(-?[0-9]+)\s*[^\W\d_a-zA-Z]{0,3}", re.sub(r"(?<=[0-9]),(?=[0-9]{3})", "", token))
    return found[1] if found else ""


def _share(token: str) -> str:
    found = re.fullmatch(r"([0-9]{1,3}(?:\.[0-9]+)?)\s*%", token)
    if found and float(found[1]) <= 100:
        return f"{float(found[1]) / 100:g}"
    return token if re.fullmatch(r"0?\.[0-9]+|[01]", token) else ""


def _bool(token: str) -> str:
    return "true" if token.lower() in _YES else "false" if token.lower() in _NO else ""


def _date(token: str) -> str:
    found = _DATE.fullmatch(_DASHES.sub("-", token))
    try:
        return date(int(found[1]), int(found[2]), int(found[3])).isoformat() if found else ""
    except ValueError:
        return ""


def _closing_day(token: str) -> str:
    found = _YEARLY.fullmatch(_DASHES.sub("-", token))
    # A leap year has every day.
    return _date(f"2024-{found[1]}-{found[2]}")[5:] if found else _date(token)


def _span(token: str) -> str:
    found = _CLOCK.fullmatch(_DASHES.sub("-", token))
    return f"{found[1]:0>2}:{found[2]}-{found[3]:0>2}:{found[4]}" if found else ""


def _duration(token: str) -> str:
    if re.fullmatch(r"P[0-9]+D|PT([0-9]+H)?([0-9]+M)?", token.upper()):
        return token.upper()
    found = _DURATION.fullmatch(token)
    if not found or not any(found.groups()):
        return ""
    days, hours, minutes = found.groups()
    return f"P{days}D" if days else f"PT{f'{hours}H' if hours else ''}{f'{minutes}M' if minutes else ''}"


def _weekdays(token: str) -> str:
    found = re.fullmatch(r"([月火水木金土日])曜?日?(?:\s*[-~〜]\s*([月火水木金土日])曜?日?)?", _DASHES.sub("-", token))
    return "-".join(_DAYS[day] for day in found.groups() if day) if found else ""


def _tel(token: str) -> str:
    found = _DASHES.sub("-", re.sub(r"[()\s]+", "-", token)).strip("-")
    return found if re.fullmatch(r"\+?[0-9][0-9-]{1,19}", found) else ""


def _state(token: str) -> str:
    return _STATES.get(token) or nearest(token, STATES)


def _language(token: str) -> str:
    return _LANGUAGES.get(token.lower(), "")


def _link(token: str) -> str:
    if token.startswith("http://"):
        return "https://" + token.removeprefix("http://")
    return f"https://{token}" if token.startswith("www.") else token if token.startswith("https://") else ""


_GUESSES: Mapping[str, Callable[[str], str]] = {
    "T104.form": _id,
    "T104.reason": _reason,
    "T105.int-token": _whole,
    "T105.share": _share,
    "T105.bool": _bool,
    "T105.date": _date,
    "T105.closing-day": _closing_day,
    "T105.span": _span,
    "T105.duration": _duration,
    "T105.weekday": _weekdays,
    "T105.tel": _tel,
    "T105.state": _state,
    "T102.language": _language,
    "T105.language": _language,
    "T210.scheme": _link,
}
