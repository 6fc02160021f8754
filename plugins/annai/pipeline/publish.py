"""Publishes safely: the next site is put together beside the present one, then both swap in one step.

Beside ``site/public`` lie two hidden folders: ``.public.annai-pages`` takes the pages that MkDocs draws
(it empties its output folder first), and ``.public.annai-next`` is the site before last, which is brought
up to date by what changed since, so that a rebuild touches only that. The swap is
``renameat2(RENAME_EXCHANGE)`` where the system has it, so that there is no moment without a site;
elsewhere it is two renames, and ``recover()`` mends what a kill left between them.
"""

from __future__ import annotations

import ctypes
import os
import shutil
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from contextlib import suppress
from pathlib import Path

from msgspec import Struct

from annai.pipeline.manifest import Manifest, manifest_of, read_manifest, write_manifest

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2


class Stage(Struct, frozen=True):
    """A build under way. ``pages`` is where MkDocs writes, ``next`` what becomes ``site``.

    The manifests tell what ``site`` and ``next`` hold.
    """

    site: Path
    pages: Path
    next: Path
    manifest: Path
    published: Manifest
    before_last: Manifest

    @property
    def next_manifest(self) -> Path:
        """Where what ``next`` holds is noted; gone while it is being changed."""
        return self.manifest.with_suffix(".next.json")


def hidden(site: Path, kind: str) -> Path:
    """A hidden folder beside a site: on the same file system, as a rename needs."""
    return site.parent / f".{site.name}.annai-{kind}"


def recover(site: Path) -> None:
    """Puts the last good site back where a build was killed between two renames, and sweeps remains."""
    former = hidden(site, "old")
    if former.is_dir():
        if site.exists():
            shutil.rmtree(former, ignore_errors=True)
        else:
            os.rename(former, site)
    shutil.rmtree(hidden(site, "pages"), ignore_errors=True)


def begin(site: Path, manifest: Path) -> Stage:
    """An empty folder for MkDocs' pages, beside a site; ``manifest`` is the file that tells what the site holds."""
    # A link that stands for the site is not what is swapped, but the folder that it leads to.
    site = site.resolve()
    site.parent.mkdir(parents=True, exist_ok=True)
    recover(site)
    pages, following = hidden(site, "pages"), hidden(site, "next")
    pages.mkdir()
    noted = manifest.with_suffix(".next.json")
    before_last = read_manifest(noted, site)
    # Until the next swap nobody knows what that folder holds.
    with suppress(OSError):
        noted.unlink()
    if not before_last.files:
        shutil.rmtree(following, ignore_errors=True)
    following.mkdir(exist_ok=True)
    return Stage(site, pages, following, manifest, read_manifest(manifest, site), before_last)


def double(site: Path, manifest: Path) -> None:
    """Makes the folder that a build brings up to date, of links to a site's files, where there is none yet.

    A first build leaves none; whoever waits for content to be read has the time.
    """
    site = site.resolve()
    noted, following = manifest.with_suffix(".next.json"), hidden(site, "next")
    published = read_manifest(manifest, site)
    if read_manifest(noted, site).files or not published.files:
        return
    shutil.rmtree(following, ignore_errors=True)
    with suppress(OSError):
        for folder in sorted({path.rpartition("/")[0] for path in published.files}):
            os.makedirs(f"{following}/{folder}", exist_ok=True)
        for path in published.files:
            _take_over(f"{site}/{path}", f"{following}/{path}")
        write_manifest(noted, site, published)


def write(folder: Path, files: Iterable[tuple[str, bytes]]) -> None:
    """Writes files (path, bytes) below a folder."""
    for name, data in files:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def publish(stage: Stage, fingerprints: Mapping[str, str]) -> None:
    """Makes a site of the drawn pages and of what has not changed, and swaps it in.

    ``fingerprints`` names every file of the new site.
    """
    _assemble(stage, fingerprints)
    # Noted before the swap: where a kill comes between, times do not fit and files are made anew.
    write_manifest(stage.manifest, stage.site, manifest_of(stage.next, fingerprints))
    existed = stage.site.exists()
    if not existed:
        os.rename(stage.next, stage.site)
    elif not _exchange(stage.next, stage.site):
        former = hidden(stage.site, "old")
        os.rename(stage.site, former)
        os.rename(stage.next, stage.site)
        os.rename(former, stage.next)
    if existed:
        # As it was noted then, so that what somebody changed in it since is seen.
        write_manifest(stage.next_manifest, stage.site, stage.published)
    shutil.rmtree(stage.pages, ignore_errors=True)


def abandon(stage: Stage) -> None:
    """Drops what was drawn; the last good site stands."""
    with suppress(OSError):
        shutil.rmtree(stage.pages)


def _assemble(stage: Stage, fingerprints: Mapping[str, str]) -> None:
    """Brings the site before last up to date: takes over, replaces, removes."""
    if not stage.before_last.files:
        # Nothing to bring up to date: what MkDocs has drawn is the beginning.
        stage.next.rmdir()
        os.rename(stage.pages, stage.next)
    # First, since a page may lie where a file was; and the folder may hold what no build of this site has written.
    _sweep(str(stage.next), "", fingerprints.keys())
    there = stage.before_last.unchanged(stage.next, fingerprints)
    folders: set[str] = set()
    source, drawn, target = str(stage.site), str(stage.pages), str(stage.next)
    for path in fingerprints:
        if path in there or (not stage.before_last.files and os.path.lexists(f"{target}/{path}")):
            continue
        folder = path.rpartition("/")[0]
        if folder not in folders:
            os.makedirs(f"{target}/{folder}", exist_ok=True)
            folders.add(folder)
        with suppress(FileNotFoundError):
            os.unlink(f"{target}/{path}")
        if os.path.lexists(f"{drawn}/{path}"):
            os.rename(f"{drawn}/{path}", f"{target}/{path}")
        else:
            _take_over(f"{source}/{path}", f"{target}/{path}")


def _sweep(folder: str, below: str, named: AbstractSet[str]) -> bool:
    """Removes every file that is not ``named``, and folders that are empty then; whether something stays."""
    stays = False
    with os.scandir(folder) as entries:
        for entry in entries:
            path = below + entry.name
            if not entry.is_dir(follow_symlinks=False):
                if path in named and entry.is_file(follow_symlinks=False):
                    stays = True
                else:
                    os.unlink(entry.path)
            elif _sweep(entry.path, f"{path}/", named):
                stays = True
            else:
                Path(entry.path).rmdir()
    return stays


def _take_over(source: str, target: str) -> None:
    """The same file in both sites: a hard link, or a copy where links are refused."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


def _exchange(one: Path, other: Path) -> bool:
    """Swaps two folders in one step; False where the system cannot."""
    try:
        rename = ctypes.CDLL(None, use_errno=True).renameat2
    except (OSError, AttributeError):
        return False
    result = rename(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _RENAME_EXCHANGE)
    return int(result) == 0
