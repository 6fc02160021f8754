"""The adapter: MkDocs' (and ProperDocs') events call the pipeline. The only module that knows MkDocs."""

from __future__ import annotations

import logging
import os
import warnings
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Literal

from jinja2 import Environment
from mkdocs.commands.build import build
from mkdocs.config import base, config_options, load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, ConfigurationError
from mkdocs.plugins import BasePlugin, get_plugin_logger
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.theme import Theme

from annai import theme
from annai.diagnostics import has_errors
from annai.diagnostics.report import as_text, in_order
from annai.diagnostics.wording import say
from annai.pipeline.locale import message_language
from annai.pipeline.prepare import Prepared
from annai.pipeline.session import Session
from annai.pipeline.settings import Settings, settings_of
from annai.pipeline.settings_error import SettingsError
from annai.pipeline.turn import turn

log = get_plugin_logger("annai")


class AnnaiConfig(base.Config):  # type: ignore[no-untyped-call]  # MkDocs leaves its __init_subclass__ untyped
    """The plugin's options; the contract of formats.md, section 5."""

    default_audience = config_options.Optional(config_options.Type(str))
    default_state = config_options.Optional(config_options.Choice(("draft", "validated", "archived")))
    audience = config_options.Optional(config_options.Type(str))
    languages = config_options.Optional(config_options.ListOfItems(config_options.Type(str)))
    config_dir = config_options.Type(str, default="site_config")
    trees_dir = config_options.Type(str, default="decision_trees")
    cache_dir = config_options.Type(str, default=".annai")
    strict = config_options.Type(bool, default=False)

    def validate(self) -> tuple[list[tuple[str, Exception]], list[tuple[str, str]]]:
        """What is wrong with the options. An unknown one is an error too: it may have been meant to hide something."""
        failed, warned = super().validate()
        return [*failed, *((key, base.ValidationError(text)) for key, text in warned)], []


class AnnaiPage(Page):
    """A page whose content is finished HTML: there is no Markdown to read or render."""

    def __init__(self, file: File, config: MkDocsConfig, title: str, html: str, meta: Mapping[str, object]) -> None:
        super().__init__(title, file, config)
        self.markdown = ""
        self.content = html
        self.meta = dict(meta)

    def read_source(self, config: MkDocsConfig) -> None:
        """Nothing: the content is there."""

    def render(self, config: MkDocsConfig, files: Files) -> None:
        """Nothing: the content is there."""


class AnnaiPlugin(BasePlugin[AnnaiConfig]):  # type: ignore[no-untyped-call]  # the same
    """Lays MkDocs' page around what the pipeline made, and publishes it in one step."""

    def __init__(self) -> None:
        # Set by build_site() before MkDocs asks for anything: `annai build` has prepared all sites at once.
        self.prepared: Prepared | None = None
        self.audience: str | None = None
        self.session: Session | None = None
        # Held while a build lasts; `annai build` holds it for all its sites.
        self.turn = ExitStack()
        self.command: Literal["build", "gh-deploy", "serve"] = "build"

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        """Learns whether this is a server, whose folder must not be swapped."""
        self.command = command

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Reads and checks everything before a byte is written."""
        settings = _settings(config, self.config)
        if self.prepared is None:
            self.turn.enter_context(turn(settings.root))
        self.session = self._open(settings, config)
        if self.command == "serve":
            config.watch.extend(str(path) for path in settings.watched if path.exists())
        else:
            self.session.begin(_site_dir(config, settings, self.session.audience))
            config.site_dir = str(self.session.folder)
        config.theme = _theme(config)
        config.site_name = self.session.site_name or config.site_name
        config.site_url = self.session.site_url or config.site_url
        # MkDocs has nothing to read; a server of its watches this folder, so that it must stay.
        empty = settings.cache / "empty"
        empty.mkdir(parents=True, exist_ok=True)
        config.docs_dir = str(empty)
        return config

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Hands MkDocs the pages that changed, and nothing else."""
        assert self.session is not None
        made: list[File] = []
        for drawn in self.session.drawn():
            file = File.generated(config, f"{drawn.path}.md", content="", inclusion=InclusionLevel.NOT_IN_NAV)
            file.dest_uri = drawn.path
            file.url = drawn.path.removesuffix("index.html") or "./"
            AnnaiPage(file, config, drawn.title, drawn.html, drawn.meta)
            made.append(file)
        return Files(made)

    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:
        """There is no tree of everything."""
        return Navigation([], [])

    def on_env(self, env: Environment, *, config: MkDocsConfig, files: Files) -> Environment:
        """Keeps the frame's compiled template from one build to the next."""
        assert self.session is not None
        env.bytecode_cache = self.session.keep_templates()
        return env

    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Adds what is no page and what has not changed, then makes it the site."""
        assert self.session is not None
        self.session.finish(Path(config.site_dir))
        self.turn.close()

    def on_build_error(self, *, error: Exception) -> None:
        """Drops the staged build; the last good site stands."""
        if self.session is not None:
            self.session.abandon()
        self.turn.close()

    def _open(self, settings: Settings, config: MkDocsConfig) -> Session:
        """The session of the audience that is asked for, with findings told. Raises Abort on errors."""
        language = message_language()
        named = self.audience or os.environ.get("ANNAI_AUDIENCE", settings.audience)
        try:
            session = Session.open(settings, named, self.prepared)
        except SettingsError as error:
            raise Abort(say(error.key, language, **error.values)) from error
        except OSError as error:
            raise Abort(say("S001.file", language, problem=str(error))) from error
        if self.prepared is None:
            for finding in in_order(session.findings):
                (log.error if finding.severity == "error" else log.warning)(as_text(finding, language))
        if has_errors(session.findings):
            raise Abort(say("S002.errors", language))
        return session


def build_site(prepared: Prepared, audience: str, site_dir: Path) -> Session:
    """Builds one audience's site of what was prepared, and publishes it.

    Raises mkdocs.exceptions.Abort where MkDocs' own configuration is wrong.
    """
    file = prepared.settings.config_file
    config = load_config(str(file) if file else None, site_dir=str(site_dir), strict=False)
    if "annai" not in config.plugins:
        raise Abort(say("S001.no-plugin", message_language(), file=file.name if file else "mkdocs.yml"))
    plugin = config.plugins["annai"]
    assert isinstance(plugin, AnnaiPlugin)
    plugin.prepared = prepared
    plugin.audience = audience
    try:
        build(config)
    finally:
        # MkDocs keeps the plugin for the next build in this process, which may be another's.
        plugin.prepared = None
        plugin.audience = None
    assert plugin.session is not None
    return plugin.session


def _settings(config: MkDocsConfig, options: AnnaiConfig) -> Settings:
    root = Path(config.config_file_path).parent if config.config_file_path else Path.cwd()
    known: dict[str, Any] = dict(config)
    # MkDocs has resolved these by now; the theme's language counts only where mkdocs.yml names it.
    known["theme"] = {"language": _named(config, "theme", "language")}
    return settings_of(root, known, dict(options), Path(config.config_file_path or root / "mkdocs.yml"))


def _named(config: MkDocsConfig, key: str, inner: str) -> Any:
    for given in _given(config):
        value = given.get(key)
        if isinstance(value, dict) and inner in value:
            return value[inner]
    return None


def _given(config: MkDocsConfig) -> list[Mapping[str, Any]]:
    """What mkdocs.yml and the command line name, without the defaults that MkDocs adds."""
    with warnings.catch_warnings():
        # There is no other way to learn it, and a person who builds can do nothing about the warning.
        warnings.simplefilter("ignore", DeprecationWarning)
        return list(config.user_configs)


def _site_dir(config: MkDocsConfig, settings: Settings, audience: str) -> Path:
    """``site/<audience>``, or what mkdocs.yml or the command line name."""
    if any("site_dir" in given for given in _given(config)):
        return Path(config.site_dir)
    return settings.site_dir / audience


def _theme(config: MkDocsConfig) -> Theme:
    """Annai's frame. Material's own templates and assets are not searched: they hold 12,000 files."""
    made = Theme(name=None, custom_dir=str(theme.FOLDER))
    made.name = "material"
    made.static_templates = set()
    return made


def build_quietly(prepared: Prepared, audience: str, site_dir: Path) -> tuple[Session | None, str]:
    """The same for ``annai build``, which tells of it in its own words: (session, "") or (None, why not)."""
    logger = logging.getLogger("mkdocs")
    logger.setLevel(logging.WARNING)
    try:
        return build_site(prepared, audience, site_dir), ""
    except (Abort, ConfigurationError, OSError) as error:
        return None, str(error)
