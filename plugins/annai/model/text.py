"""Text in one or more languages, as writers give it: a string, or a map from language to string."""

from __future__ import annotations

from typing import Any, NamedTuple

from pydantic import BaseModel, ConfigDict, ValidationInfo, model_validator

from annai.model.base import wrong


class Phrase(NamedTuple):
    """A text in the language it is really in, which may not be the language that was asked for."""

    text: str
    language: str

    def __str__(self) -> str:
        return self.text


class Text(BaseModel):
    """A translatable text.

    A plain string is in the first language of ``site.yml``; the validation context's
    ``languages`` says which that is.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    entries: tuple[Phrase, ...]

    @model_validator(mode="before")
    @classmethod
    def _read(cls, value: Any, info: ValidationInfo) -> Any:
        languages: tuple[str, ...] = (info.context or {}).get("languages", ("ja",))
        if isinstance(value, str):
            return {"entries": (Phrase(value, languages[0]),)}
        if isinstance(value, dict) and set(value) == {"entries"}:
            return value
        if not isinstance(value, dict) or not value:
            raise wrong("T105", "text")
        for language, text in value.items():
            if language not in languages:
                raise wrong("T102", "language", token=str(language), known=", ".join(languages))
            if not isinstance(text, str):
                raise wrong("T105", "text")
        ordered = [code for code in languages if code in value]
        return {"entries": tuple(Phrase(value[code], code) for code in ordered)}

    def __str__(self) -> str:
        return self.entries[0].text

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages it is written in."""
        return tuple(phrase.language for phrase in self.entries)

    def say(self, language: str) -> Phrase:
        """The phrase in ``language``, else in the first language that it has."""
        for phrase in self.entries:
            if phrase.language == language:
                return phrase
        return self.entries[0]

    @classmethod
    def __get_pydantic_json_schema__(cls, core_schema: Any, handler: Any) -> dict[str, Any]:
        return {
            "anyOf": [
                {"type": "string"},
                {"type": "object", "additionalProperties": {"type": "string"}, "minProperties": 1},
            ],
            "x-ref": "language-map",
        }


def plain(text: str, language: str = "ja") -> Text:
    """A text that is written in one language only."""
    return Text(entries=(Phrase(text, language),))
