"""Read-only mappings on their way into a file or another process: they have no name that pickle could find."""

from __future__ import annotations

import copyreg
from types import MappingProxyType
from typing import Any


def _proxy(mapping: dict[Any, Any]) -> MappingProxyType[Any, Any]:
    return MappingProxyType(mapping)


def let_pickle() -> None:
    """Lets pickle take read-only mappings in this process."""
    copyreg.pickle(MappingProxyType, lambda proxy: (_proxy, (dict(proxy),)))
