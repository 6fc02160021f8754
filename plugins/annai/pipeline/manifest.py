"""What the last build wrote, so that the next one writes only what changed.

A file is taken over only when its fingerprint is the same and the file on disk is still the one that
was written (size and time); everything else is made anew.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from msgspec import Struct

FORMAT = "annai-manifest/1"


class Manifest(Struct, frozen=True):
    """Output files by path below the site: fingerprint of the inputs, size, time of change (ns)."""

    files: Mapping[str, tuple[str, int, int]]

    def unchanged(self, site: Path, fingerprints: Mapping[str, str]) -> frozenset[str]:
        """Paths whose inputs are the same as before and whose files are still as they were written."""
        root = str(site)
        kept: set[str] = set()
        for path, fingerprint in fingerprints.items():
            before = self.files.get(path)
            if before is None or before[0] != fingerprint:
                continue
            try:
                status = os.stat(f"{root}/{path}")
            except OSError:
                continue
            if (status.st_size, status.st_mtime_ns) == (before[1], before[2]):
                kept.add(path)
        return frozenset(kept)


def manifest_file(cache: Path, audience: str) -> Path:
    """Where below a cache folder it is noted what an audience's site holds."""
    return cache / "cache" / f"manifest-{audience}.json"


def noted_audiences(cache: Path) -> tuple[str, ...]:
    """The audiences whose sites some build has noted."""
    names = sorted(file.stem for file in (cache / "cache").glob("manifest-*.json"))
    return tuple(name.removeprefix("manifest-") for name in names if not name.endswith(".next"))


def read_manifest(file: Path, site: Path) -> Manifest:
    """The manifest of a site folder; empty where there is none for it."""
    with suppress(OSError, ValueError, KeyError, TypeError):
        held = json.loads(file.read_bytes())
        if held["format"] == FORMAT and held["site"] == str(site):
            return Manifest({path: (entry[0], entry[1], entry[2]) for path, entry in held["files"].items()})
    return Manifest({})


def manifest_of(folder: Path, fingerprints: Mapping[str, str]) -> Manifest:
    """What ``folder`` holds now, of the files that have a fingerprint."""
    root = str(folder)
    files: dict[str, tuple[str, int, int]] = {}
    for path, fingerprint in sorted(fingerprints.items()):
        with suppress(OSError):
            status = os.stat(f"{root}/{path}")
            files[path] = (fingerprint, status.st_size, status.st_mtime_ns)
    return Manifest(files)


def write_manifest(file: Path, site: Path, manifest: Manifest) -> None:
    """Keeps the manifest of a folder that is or was ``site``."""
    part = file.with_suffix(f".{os.getpid()}.part")
    # What cannot be noted is made anew by the next build.
    with suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        part.write_text(
            json.dumps({"format": FORMAT, "site": str(site), "files": dict(manifest.files)}), encoding="utf-8"
        )
        try:
            os.replace(part, file)
        except OSError:
            part.unlink(missing_ok=True)
