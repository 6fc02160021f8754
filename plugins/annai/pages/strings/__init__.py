"""Owns the words of the interface: one TOML file a language, one table a page, the same keys in each."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from types import MappingProxyType

LANGUAGES = ("ja", "en")
"""Languages that have a file; any other language is served by the last one."""


def interface_language(language: str) -> str:
    """The file that serves a BCP 47 tag: ``en-GB`` gives ``en``, a language without a file ``en``."""
    primary = language.lower().partition("-")[0]
    return primary if primary in LANGUAGES else LANGUAGES[-1]


@cache
def strings(language: str) -> Mapping[str, str]:
    """All interface strings of a language, as ``table.key`` to text.

    Raises ``ValueError`` where a file holds anything but tables of text.
    """
    name = f"{interface_language(language)}.toml"
    tables = tomllib.loads(resources.files(__name__).joinpath(name).read_text(encoding="utf-8"))
    flat: dict[str, str] = {}
    for table, entries in tables.items():
        if not isinstance(entries, dict):
            raise ValueError(f"{name}: {table} is not a table")
        for key, text in entries.items():
            if not isinstance(text, str):
                raise ValueError(f"{name}: {table}.{key} is not text")
            flat[f"{table}.{key}"] = text
    return MappingProxyType(flat)


class Translator:
    """``t('article.updated', day=...)`` of the templates, for one language."""

    def __init__(self, language: str) -> None:
        self.language = interface_language(language)
        self._strings = strings(language)

    def __call__(self, key: str, **args: object) -> str:
        """The text of a key with its ``{name}`` filled in; ``KeyError`` for a key that does not exist."""
        text = self._strings[key]
        return text.format_map(args) if args else text

    def counted(self, key: str, count: int) -> str:
        """A number of things in words: ``key`` is of one thing, ``key`` with an s of any other number."""
        return self(key if count == 1 else f"{key}s", count=count)

    def known(self, table: str, name: str) -> str:
        """What an id of the registries is called, itself where nobody has foreseen it (or wrote it out already)."""
        return self._strings.get(f"{table}.{name.replace('-', '_')}", name)
