"""Builds safely: into a staging folder beside the site, then one swap; killed at any moment, a site stands.

The swap is ``renameat2(RENAME_EXCHANGE)`` where the system has it, so that there is no moment without a
site. Elsewhere it is two renames, and ``recover()`` at the next start mends what a kill left between.
"""

from __future__ import annotations

import ctypes
import os
import shutil
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2


@dataclass(frozen=True, slots=True)
class Stage:
    """A build under way: ``folder`` is filled, then swapped with ``site``."""

    site: Path
    folder: Path


def staging_name(site: Path, kind: str) -> Path:
    """A hidden folder beside a site: on the same file system, as a rename needs."""
    return site.parent / f".{site.name}.annai-{kind}"


def recover(site: Path) -> None:
    """Puts the last good site back where a build was killed between two renames, and sweeps remains."""
    former = staging_name(site, "old")
    if former.is_dir():
        if site.exists():
            shutil.rmtree(former, ignore_errors=True)
        else:
            os.rename(former, site)
    shutil.rmtree(staging_name(site, "new"), ignore_errors=True)


def begin(site: Path) -> Stage:
    """An empty staging folder for a site."""
    site.parent.mkdir(parents=True, exist_ok=True)
    recover(site)
    folder = staging_name(site, "new")
    folder.mkdir()
    return Stage(site, folder)


def keep(stage: Stage, files: Iterable[str]) -> None:
    """Takes unchanged files of the last site over, as hard links (copies where links are refused)."""
    made: set[str] = set()
    source, target = str(stage.site), str(stage.folder)
    for name in files:
        folder = name.rpartition("/")[0]
        if folder not in made:
            os.makedirs(f"{target}/{folder}", exist_ok=True)
            made.add(folder)
        try:
            os.link(f"{source}/{name}", f"{target}/{name}")
        except FileExistsError:
            continue
        except OSError:
            shutil.copy2(f"{source}/{name}", f"{target}/{name}")


def write(folder: Path, files: Iterable[tuple[str, bytes]]) -> None:
    """Writes files (path, bytes) below a folder."""
    for name, data in files:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def commit(stage: Stage) -> None:
    """Makes the staged folder the site, and removes the former one."""
    former = staging_name(stage.site, "old")
    if not stage.site.exists():
        os.rename(stage.folder, stage.site)
        return
    if _exchange(stage.folder, stage.site):
        # What was the site now lies in the staging folder; sweeping it is no longer urgent.
        os.rename(stage.folder, former)
    else:
        os.rename(stage.site, former)
        os.rename(stage.folder, stage.site)
    shutil.rmtree(former, ignore_errors=True)


def abandon(stage: Stage) -> None:
    """Drops a staged build; the last good site stands."""
    with suppress(OSError):
        shutil.rmtree(stage.folder)


def _exchange(one: Path, other: Path) -> bool:
    """Swaps two folders in one step; False where the system cannot."""
    try:
        rename = ctypes.CDLL(None, use_errno=True).renameat2
    except (OSError, AttributeError):
        return False
    result = rename(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _RENAME_EXCHANGE)
    return int(result) == 0
