"""The one exception of settings: a module of its own, since the command line knows it before it reads anything."""

from __future__ import annotations


class SettingsError(Exception):
    """A setting that makes every build impossible; ``key`` names the wording, ``args`` fill it."""

    def __init__(self, key: str, **values: object) -> None:
        super().__init__(key)
        self.key = key
        self.values = {name: str(value) for name, value in values.items()}
