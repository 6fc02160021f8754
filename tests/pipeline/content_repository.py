"""A team's content repository in a folder of its own, and the commands that are run on it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

SHOP = Path(__file__).parent.parent / "fixtures" / "shop"
THREE_LINES = "site_name: Help\ndocs_dir: content\nplugins: [annai]\n"
FOREIGN: Mapping[str, str] = {
    "mkdocs.yml": THREE_LINES,
    "content/help/index.md": "# ヘルプ\n\n[返品](returns/policy.md)へ。\n",
    "content/help/returns/policy.md": "# 返品の条件\n\n到着から8日以内です。\n",
    "content/help/delivery.md": "# 配送\n\n二日で届きます。\n",
    "content/manual/tone.md": "# 話し方\n\nゆっくり話します。\n",
}


@dataclass(frozen=True)
class Outcome:
    """What a command left: its exit code, and what it said on both streams."""

    code: int
    output: str
    errors: str

    @property
    def said(self) -> str:
        return self.output + self.errors


@dataclass(frozen=True)
class ContentRepository:
    """A folder with mkdocs.yml, content and, where the team has them, registries and trees."""

    root: Path

    @classmethod
    def of(cls, root: Path, files: Mapping[str, str | bytes] = FOREIGN) -> ContentRepository:
        """A repository with these files, by path."""
        made = cls(root)
        root.mkdir(parents=True, exist_ok=True)
        for path, text in files.items():
            made.write(path, text)
        return made

    @classmethod
    def of_shop(cls, root: Path) -> ContentRepository:
        """The small shop of the fixtures, with trees, registries and two languages."""
        shutil.copytree(SHOP, root, dirs_exist_ok=True)
        made = cls(root)
        made.write("mkdocs.yml", THREE_LINES)
        return made

    def write(self, path: str, text: str | bytes) -> None:
        """Writes one file."""
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text if isinstance(text, bytes) else text.encode())

    def edit(self, path: str, old: str, new: str) -> None:
        """Replaces words of one file, which must be there."""
        text = (self.root / path).read_text(encoding="utf-8")
        assert old in text, f"{old!r} is not in {path}"
        self.write(path, text.replace(old, new, 1))

    def remove(self, path: str) -> None:
        """Removes one file."""
        (self.root / path).unlink()

    def forget(self) -> None:
        """Removes what builds keep for the next one."""
        shutil.rmtree(self.root / ".annai", ignore_errors=True)

    def site(self, audience: str = "public") -> Path:
        """The folder of an audience's site."""
        return self.root / "site" / audience

    def annai(self, *arguments: str, **environment: str) -> Outcome:
        """``annai …`` in a process of its own."""
        return self.run([Path(sys.executable).with_name("annai"), *arguments], **environment)

    def mkdocs(self, *arguments: str, program: str = "mkdocs", **environment: str) -> Outcome:
        """``mkdocs …`` (or ``properdocs …``) in a process of its own."""
        return self.run([sys.executable, "-m", program, *arguments], **environment)

    def run(self, command: Iterable[str | Path], **environment: str) -> Outcome:
        """A command in the repository."""
        done = subprocess.run(
            list(command), cwd=self.root, env=surroundings(**environment), capture_output=True, text=True, check=False
        )
        return Outcome(done.returncode, done.stdout, done.stderr)

    def built(self, **environment: str) -> ContentRepository:
        """The same repository once all its sites are built, which must succeed."""
        outcome = self.annai("build", **environment)
        assert outcome.code == 0, outcome.said
        return self


def surroundings(**environment: str) -> dict[str, str]:
    """The environment of a command: the machine's, without what would steer Annai, on one day for ever."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("ANNAI_", "LC_", "LANG"))}
    fixed = {"ANNAI_TODAY": "2026-11-22", "SOURCE_DATE_EPOCH": "1795305600", "ANNAI_LANGUAGE": "en", "NO_COLOR": "1"}
    return kept | fixed | environment


def bytes_below(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, by path, with its bytes."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }


def times_below(folder: Path) -> dict[str, int]:
    """Every file below a folder, by path, with the moment it was written (ns)."""
    return {
        path.relative_to(folder).as_posix(): path.stat().st_mtime_ns
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def differing(one: Mapping[str, object], other: Mapping[str, object]) -> list[str]:
    """The paths whose files are not the same in both, or are in one alone."""
    return sorted(path for path in one.keys() | other.keys() if one.get(path) != other.get(path))
