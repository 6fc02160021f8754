"""The wording of findings and of the command line, in Japanese and English.

Each ``messages/*.toml`` holds tables ``["T201.node"]`` with ``en``, ``ja`` and, for how to mend it,
``en_hint`` and ``ja_hint``; placeholders are those of ``str.format``.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources

from annai.diagnostics.finding import Finding

LANGUAGES = ("ja", "en")
_DID_YOU_MEAN = {"ja": "（もしかして「{near}」）", "en": '; did you mean "{near}"?'}


@cache
def wordings() -> Mapping[str, Mapping[str, str]]:
    """Every wording by its key.

    Raises ValueError where two files claim one key.
    """
    merged: dict[str, Mapping[str, str]] = {}
    folder = resources.files("annai.diagnostics") / "messages"
    for file in sorted(folder.iterdir(), key=lambda item: item.name):
        if not file.name.endswith(".toml"):
            continue
        for key, entry in tomllib.loads(file.read_text(encoding="utf-8")).items():
            if key in merged:
                raise ValueError(f"{file.name}: wording {key} stands in two files")
            merged[key] = entry
    return merged


def entry_of(key: str) -> Mapping[str, str]:
    """The wording of a key; ``A102.T105-date`` without one of its own has that of ``T105.date``.

    Raises KeyError for an unknown key.
    """
    found = wordings().get(key)
    return wordings()[key.partition(".")[2].replace("-", ".", 1)] if found is None else found


def say(key: str, language: str, /, **args: object) -> str:
    """The sentence ``key`` in ``language`` with its placeholders filled.

    Raises KeyError for an unknown key.
    """
    entry = entry_of(key)
    return entry[language if language in LANGUAGES else "en"].format(**args)


def message(finding: Finding, language: str) -> str:
    """What is wrong, in one sentence."""
    text = say(finding.key, language, **finding.args)
    near = finding.args.get("near", "")
    if not near:
        return text
    return text.rstrip("。") + _DID_YOU_MEAN.get(language, _DID_YOU_MEAN["en"]).format(near=near)


def hint(finding: Finding, language: str) -> str:
    """How to mend it, or an empty string where the message says all."""
    entry = entry_of(finding.key)
    return entry.get(f"{language}_hint", entry.get("en_hint", "")).format(**finding.args)
