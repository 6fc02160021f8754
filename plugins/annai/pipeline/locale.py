"""The language of messages: ANNAI_LANGUAGE, else the locale's, Japanese or English."""

from __future__ import annotations

import os
from collections.abc import Mapping

_VARIABLES = ("ANNAI_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")


def message_language(environment: Mapping[str, str] | None = None) -> str:
    """``ja`` where the first variable that is set says Japanese, else ``en``."""
    known = os.environ if environment is None else environment
    for name in _VARIABLES:
        value = known.get(name)
        if value:
            return "ja" if value.lower().startswith("ja") else "en"
    return "en"
