"""What every registry and tree is made of: frozen records, ids, durations and links.

Values arrive as raw YAML tokens (text), lists and maps. A token of the wrong form raises a
``PydanticCustomError`` whose type is the check code (``T104``, ``T105`` …), which the reader turns
into a finding at the token's line. ``Ref`` names the registry that an id must be found in; the
JSON Schemas list its ids from there.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Annotated, Any, Final

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer
from pydantic_core import PydanticCustomError

RESERVED_WORDS: Final = frozenset({"yes", "no", "on", "off", "y", "n", "true", "false", "null"})
_ID = re.compile(r"[a-z][a-z0-9-]{0,39}\Z")
_REASON_CODE = re.compile(r"[A-Z][A-Z0-9]*(-[A-Z0-9]+)*\Z")
_LINK_SCHEMES = ("https://", "mailto:", "tel:", "/")
_TRUE, _FALSE = frozenset({"true", "yes", "on"}), frozenset({"false", "no", "off"})


class Frozen(BaseModel):
    """A record that nobody changes after it was read; unknown keys are faults (T102)."""

    # Built at first use: a build whose registries have not changed never validates one.
    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


def wrong(code: str, key: str, **args: str) -> PydanticCustomError:
    """The error that becomes the finding ``code`` with the wording ``code.key``."""
    return PydanticCustomError(code, "{key}", {"key": key, **args})


def _text(value: Any) -> Any:
    if not isinstance(value, str):
        raise wrong("T105", "text")
    return value


def _id(value: Any) -> str:
    if not isinstance(value, str):
        raise wrong("T104", "not-text")
    if value.lower() in RESERVED_WORDS:
        raise wrong("T104", "reserved", token=value)
    if not _ID.match(value):
        raise wrong("T104", "form", token=value)
    return value


def _article_id(value: Any) -> str:
    if not isinstance(value, str):
        raise wrong("T104", "not-text")
    if not value or len(value) > 200 or value != value.strip() or any(c < " " for c in value):
        raise wrong("T104", "article", token=value[:40])
    return value


def _reason_code(value: Any) -> str:
    if not isinstance(value, str):
        raise wrong("T104", "not-text")
    if not _REASON_CODE.match(value):
        raise wrong("T104", "reason", token=value)
    return value


def _whole(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise wrong("T105", "int")
    text = str(value)
    if not re.fullmatch(r"-?[0-9]{1,15}", text):
        raise wrong("T105", "int-token", token=text)
    return int(text)


def _count(value: Any) -> int:
    number = _whole(value)
    if number < 0:
        raise wrong("T105", "negative", token=str(number))
    return number


def _share(value: Any) -> float:
    text = str(value) if isinstance(value, str | float | int) else ""
    if not re.fullmatch(r"[0-9]*\.?[0-9]+", text) or not 0 <= float(text) <= 1:
        raise wrong("T105", "share", token=text)
    return float(text)


def _flag(value: Any) -> bool:
    if isinstance(value, bool):
        return value
    if isinstance(value, str) and value.lower() in _TRUE | _FALSE:
        return value.lower() in _TRUE
    raise wrong("T105", "bool", token=str(value)[:40])


def _link(value: Any) -> str:
    if not isinstance(value, str) or not value.startswith(_LINK_SCHEMES) or value.startswith("//"):
        raise wrong("T210", "scheme", token=str(value)[:80])
    if any(c.isspace() or c < " " for c in value) and "{" not in value:
        raise wrong("T210", "space", token=value[:80])
    return value


def _tel(value: Any) -> str:
    if not isinstance(value, str) or not re.fullmatch(r"\+?[0-9][0-9-]{1,19}", value):
        raise wrong("T105", "tel", token=str(value)[:40])
    return value


def _day(value: Any) -> date:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    text = value if isinstance(value, str) else ""
    try:
        if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise wrong("T105", "date", token=text[:40])


def _moment(value: Any) -> datetime:
    if isinstance(value, datetime) and value.tzinfo:
        return value
    text = value if isinstance(value, str) else ""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise wrong("T105", "moment", token=text[:40]) from None
    if moment.tzinfo is None or "T" not in text:
        raise wrong("T105", "moment", token=text[:40])
    return moment


def _listed(value: Any) -> Any:
    if not isinstance(value, list | tuple):
        raise wrong("T105", "list")
    return tuple(value)


def _mapped(value: Any) -> Any:
    if not isinstance(value, dict):
        raise wrong("T105", "map")
    return value


class Ref:
    """Marks an id as one of a registry's; the JSON Schema takes its enum from there."""

    def __init__(self, registry: str) -> None:
        self.registry = registry

    def __get_pydantic_json_schema__(self, core_schema: Any, handler: Any) -> dict[str, Any]:
        return {**handler(core_schema), "x-ref": self.registry}


Str = Annotated[str, BeforeValidator(_text)]
Id = Annotated[str, BeforeValidator(_id), Field(json_schema_extra={"pattern": "^[a-z][a-z0-9-]{0,39}$"})]
ArticleId = Annotated[str, BeforeValidator(_article_id)]
ReasonCode = Annotated[str, BeforeValidator(_reason_code)]
Whole = Annotated[int, BeforeValidator(_whole)]
Count = Annotated[int, BeforeValidator(_count)]
Share = Annotated[float, BeforeValidator(_share)]
Flag = Annotated[bool, BeforeValidator(_flag)]
Link = Annotated[str, BeforeValidator(_link)]
Tel = Annotated[str, BeforeValidator(_tel)]
Day = Annotated[date, BeforeValidator(_day)]
Moment = Annotated[datetime, BeforeValidator(_moment)]

ArticleRef = Annotated[ArticleId, Ref("article")]
ReasonRef = Annotated[ReasonCode, Ref("reason")]
ToolRef = Annotated[Id, Ref("tool")]
SearchRef = Annotated[Id, Ref("search")]
TreeRef = Annotated[Id, Ref("tree")]
TargetRef = Annotated[Id, Ref("target")]
AuthorityRef = Annotated[Id, Ref("authority")]
RoleRef = Annotated[Id, Ref("role")]
OwnerRef = Annotated[Id, Ref("owner")]
SlipRef = Annotated[Id, Ref("slip")]
CalendarRef = Annotated[Id, Ref("calendar")]
ChannelRef = Annotated[Id, Ref("channel")]
PriorityRef = Annotated[Id, Ref("priority")]
LineRef = Annotated[Id, Ref("line")]
InputRef = Annotated[Id, Ref("input")]
FactRef = Annotated[Id, Ref("fact")]
AudienceRef = Annotated[Id, Ref("audience")]
NodeRef = Annotated[Id, Ref("node")]
GoRef = Annotated[Str, Ref("go")]

LISTED = BeforeValidator(_listed)
MAPPED = BeforeValidator(_mapped)
State = Annotated[str, BeforeValidator(_text), Ref("state")]
AS_TEXT = PlainSerializer(str, return_type=str)
