"""What a build needs to know before it reads content: mkdocs.yml's options, the environment, the day."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import yaml
from msgspec import Struct

from annai.pipeline.settings_error import SettingsError
from annai.sources import Layout

# The options of the plugin in mkdocs.yml, and what each may be.
_OPTIONS: Mapping[str, Callable[[Any], bool]] = {
    "default_audience": lambda value: isinstance(value, str),
    "default_state": lambda value: value in ("draft", "validated", "archived"),
    "audience": lambda value: isinstance(value, str),
    "languages": lambda value: isinstance(value, list) and all(isinstance(item, str) for item in value),
    "config_dir": lambda value: isinstance(value, str),
    "trees_dir": lambda value: isinstance(value, str),
    "cache_dir": lambda value: isinstance(value, str),
    "strict": lambda value: isinstance(value, bool),
}
CONFIG_FILES = ("mkdocs.yml", "mkdocs.yaml")


class Settings(Struct, frozen=True):
    """Where everything is, and which options hold.

    ``edit_base`` is the prefix of the git host's web editor, ending in ``/`` (empty: none).
    """

    layout: Layout
    site_name: str
    site_dir: Path
    cache: Path
    config_file: Path | None = None
    strict: bool = False
    audience: str | None = None
    edit_base: str = ""
    site_url: str = ""

    @property
    def root(self) -> Path:
        """The repository's root: the folder of mkdocs.yml."""
        return self.layout.root

    @property
    def watched(self) -> tuple[Path, ...]:
        """Folders and files whose change calls for a new build."""
        places = (self.layout.content, self.layout.config, self.layout.trees)
        return (*places, self.config_file) if self.config_file else places


def find_config(start: Path) -> Path | None:
    """The mkdocs.yml of a folder, None without one."""
    return next((start / name for name in CONFIG_FILES if (start / name).is_file()), None)


def settings_of_folder(root: Path) -> Settings:
    """Settings from a folder's mkdocs.yml, or the usual ones where it has none.

    Raises SettingsError where mkdocs.yml is not YAML or not a map.
    """
    file = find_config(root)
    if file is None:
        return settings_of(root, {}, {}, None)
    options = _read(file)
    plugins = options.get("plugins") or []
    named = plugins.items() if isinstance(plugins, dict) else (_plugin(item) for item in plugins)
    ours: Any = next((given for name, given in named if name == "annai"), {})
    return settings_of(root, options, ours if isinstance(ours, dict) else {}, file)


def settings_of(root: Path, config: Mapping[str, Any], options: Mapping[str, Any], file: Path | None) -> Settings:
    """Settings from MkDocs' configuration and the options of the plugin.

    Raises SettingsError for an option that does not exist or whose value cannot be.
    """
    for name, value in options.items():
        if name not in _OPTIONS:
            raise SettingsError("S001.option", name=name, known=", ".join(_OPTIONS))
        if value is not None and not _OPTIONS[name](value):
            raise SettingsError("S001.option-value", name=name, value=value)
    theme = config.get("theme")
    theme_language = theme.get("language") if isinstance(theme, Mapping) else None
    languages = options.get("languages") or ([theme_language] if theme_language else None)
    content = Path(str(config.get("docs_dir") or "content"))
    layout = Layout(
        root=root,
        content=content if content.is_absolute() else root / content,
        config=root / str(options.get("config_dir") or "site_config"),
        trees=root / str(options.get("trees_dir") or "decision_trees"),
        default_audience=options.get("default_audience"),
        default_state=options.get("default_state"),
        languages=tuple(str(item) for item in languages) if languages else None,
    )
    return Settings(
        layout=layout,
        site_name=str(config.get("site_name") or root.name),
        site_dir=root / str(config.get("site_dir") or "site"),
        cache=root / str(options.get("cache_dir") or ".annai"),
        config_file=file,
        strict=bool(options.get("strict") or config.get("strict")),
        audience=options.get("audience"),
        edit_base=_edit_base(config, layout),
        site_url=str(config.get("site_url") or ""),
    )


def _edit_base(config: Mapping[str, Any], layout: Layout) -> str:
    """Prefix of a file's editor on the git host, from ``repo_url`` and ``edit_uri`` as MkDocs has them.

    MkDocs' ``edit_uri`` ends at the content folder; ours starts at the repository's root.
    """
    repository = str(config.get("repo_url") or "").rstrip("/")
    if not repository.startswith("https://"):
        return ""
    edit = config.get("edit_uri")
    if edit is None:
        if "github" in repository:
            edit = "edit/main/"
        elif "gitlab" in repository:
            edit = "-/edit/main/"
        else:
            return ""
        return f"{repository}/{edit}"
    if not edit:
        return ""
    folder = layout.content.name
    base = str(edit).strip("/").removesuffix(folder).rstrip("/")
    return f"{base}/" if base.startswith("https://") else f"{repository}/{base}/"


def today(given: str | None = None, environment: Mapping[str, str] | None = None) -> date:
    """The day that freshness is judged by: given, ANNAI_TODAY, SOURCE_DATE_EPOCH, else the clock's.

    Raises SettingsError where a given day is not a date.
    """
    known = os.environ if environment is None else environment
    named = given or known.get("ANNAI_TODAY")
    if named:
        try:
            return date.fromisoformat(named)
        except ValueError as error:
            raise SettingsError("S001.today", token=named) from error
    epoch = known.get("SOURCE_DATE_EPOCH", "")
    if epoch.isdigit():
        return datetime.fromtimestamp(int(epoch), UTC).date()
    return datetime.now().astimezone().date()


def build_date(root: Path, day: date) -> str:
    """The moment that generated files carry (ISO 8601): SOURCE_DATE_EPOCH, else the last commit's, else the day."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if epoch.isdigit():
        return datetime.fromtimestamp(int(epoch), UTC).isoformat()
    try:
        found = subprocess.run(
            ["git", "-C", str(root), "log", "-1", "--format=%cI"], capture_output=True, text=True, check=True
        ).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        found = ""
    return found or f"{day.isoformat()}T00:00:00+00:00"


def _plugin(item: Any) -> tuple[str, Any]:
    if isinstance(item, dict) and len(item) == 1:
        return next(iter(item.items()))
    return str(item), {}


class _Tolerant(yaml.SafeLoader):
    """Reads mkdocs.yml for the few keys that matter; tags (``!ENV``, ``!!python/name``) are MkDocs' business."""


_Tolerant.add_multi_constructor("", lambda *_: None)


def _read(file: Path) -> dict[str, Any]:
    try:
        read = yaml.load(file.read_text(encoding="utf-8-sig"), Loader=_Tolerant)  # noqa: S506 - a safe loader
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError) as error:
        raise SettingsError("S001.config", file=file.name, problem=str(error).replace("\n", " ")) from error
    if read is None:
        return {}
    if not isinstance(read, dict):
        raise SettingsError("S001.config-map", file=file.name)
    return read
