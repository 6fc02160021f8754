"""Durations as promises use them: whole days, or open hours and minutes, never both."""

from __future__ import annotations

import re
from typing import Any

from pydantic import BaseModel, ConfigDict, model_validator

from annai.model.base import wrong

_FORM = re.compile(
    r"P(?:(?P<days>[1-9][0-9]{0,3})D|T(?=[0-9])(?:(?P<hours>[0-9]{1,4})H)?(?:(?P<minutes>[0-9]{1,5})M)?)\Z"
)


class Duration(BaseModel):
    """``PnD``: the close of the n-th open day after today. ``PT[nH][nM]``: open minutes from now.

    Source of the form: ISO 8601, cut down to what a service promise needs.
    """

    model_config = ConfigDict(frozen=True, defer_build=True)

    days: int = 0
    minutes: int = 0

    @model_validator(mode="before")
    @classmethod
    def _read(cls, value: Any) -> Any:
        if isinstance(value, dict) and set(value) <= {"days", "minutes"}:
            return value
        found = _FORM.match(value) if isinstance(value, str) else None
        if not found:
            raise wrong("T105", "duration", token=str(value)[:40])
        minutes = int(found["hours"] or 0) * 60 + int(found["minutes"] or 0)
        if not found["days"] and not minutes:
            raise wrong("T105", "duration", token=str(value)[:40])
        return {"days": int(found["days"] or 0), "minutes": minutes}

    def __str__(self) -> str:
        if self.days:
            return f"P{self.days}D"
        hours, minutes = divmod(self.minutes, 60)
        return "PT" + (f"{hours}H" if hours else "") + (f"{minutes}M" if minutes else "")

    @classmethod
    def __get_pydantic_json_schema__(cls, core_schema: Any, handler: Any) -> dict[str, Any]:
        return {"type": "string", "pattern": r"^P([1-9][0-9]*D|T([0-9]+H)?([0-9]+M)?)$"}
