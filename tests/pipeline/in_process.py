"""Builds in the test's own process, one site after the other: for tests that build many times."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from annai.cli.build import build_sites, prepare_sites
from annai.diagnostics import Finding
from annai.pipeline.settings import settings_of_folder
from tests.pipeline.content_repository import ContentRepository, bytes_below

DAY = "2026-11-22"


def build(repository: ContentRepository, *, notices_only: bool = False) -> Sequence[Finding]:
    """Builds all sites of a repository as ``annai build`` does, which must succeed; its warnings."""
    built, findings = build_if_clean(repository, notices_only=notices_only)
    assert built, findings
    return findings


def build_if_clean(repository: ContentRepository, *, notices_only: bool = False) -> tuple[bool, Sequence[Finding]]:
    """The same for a repository that may have errors, which stop the build: (built, findings)."""
    settings = settings_of_folder(repository.root)
    preparation = prepare_sites(settings, None, DAY, notices_only=notices_only, parallel=False)
    prepared = preparation.prepared
    if prepared is None:
        return False, preparation.findings
    preparation.keep()
    folders = {audience: settings.site_dir / audience for audience in prepared.editions}
    results = build_sites(prepared, folders, parallel=False)
    assert [built.problem for built in results] == [""] * len(folders)
    return True, preparation.findings


def sites(repository: ContentRepository) -> dict[str, bytes]:
    """Every file of every site, by path from the folder of the sites; what builds hide beside them left out."""
    found: dict[str, bytes] = {}
    for folder in sorted((repository.root / "site").iterdir()):
        if not folder.name.startswith("."):
            found |= {f"{folder.name}/{path}": data for path, data in bytes_below(folder).items()}
    return found


def cold(repository: ContentRepository, elsewhere: Path) -> dict[str, bytes]:
    """What a first build of the same files makes, in a folder ``elsewhere`` that does not exist yet."""
    other = ContentRepository.of(
        elsewhere,
        {
            path: data
            for path, data in bytes_below(repository.root).items()
            if path.partition("/")[0] not in {"site", ".annai"}
        },
    )
    build(other)
    return sites(other)
