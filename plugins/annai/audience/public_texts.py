"""Every text outside articles that the public reads, and every text that is said to customers, with its place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from msgspec import Struct

from annai.audience.paths import Paths
from annai.audience.sight import may_see, shows_notice
from annai.diagnostics import Mark
from annai.model.library import Library
from annai.model.source import Document, Key
from annai.model.text import Text
from annai.model.tree import Outcome, PublicOutcome, Question, Tree


class Written(Struct, frozen=True):
    """A text and where it stands. ``name`` is its key, such as ``title``."""

    text: Text
    document: Document[Any]
    keys: tuple[Key, ...]

    @property
    def name(self) -> str:
        """The last key that is a name."""
        return next(str(key) for key in reversed(self.keys) if isinstance(key, str))

    def mark(self, language: str) -> Mark:
        """Where the translation stands."""
        return self.document.at(*self.keys, language)


def public_texts(library: Library, paths: Paths, reached: Mapping[str, Iterable[str]]) -> Iterator[Written]:
    """The texts of the public site that are ours; what customers say (``asked_as``, ``match``) is theirs.

    ``paths`` are the public's, ``reached`` the nodes that it meets.
    """
    for tree_id, nodes in reached.items():
        yield from _tree(library.trees[tree_id], paths, nodes)
    yield from _registries(library)
    yield from _channels(library)


def _registries(library: Library) -> Iterator[Written]:
    """Red flags, notices, the brand and values."""
    site = library.site.value
    for index, flag in enumerate(library.policy.value.flags):
        if flag.public is not None:
            yield Written(flag.public.label, library.policy, ("flags", index, "public", "label"))
    for index, notice in enumerate(library.notices.value.notices):
        if notice.public is not None and shows_notice(site, site.weakest, notice):
            place: tuple[Key, ...] = ("notices", index, "public")
            yield from _given(library.notices, place, title=notice.public.title, text=notice.public.text)
    brand = site.brand(site.weakest)
    yield from _given(library.site, ("sites", site.weakest), name=brand.name, ask=brand.ask, mark=brand.mark)
    for index, link in enumerate(site.footer):
        yield Written(link.label, library.site, ("footer", index, "label"))
    for name, value in library.values.value.values.items():
        if may_see(site, site.weakest, value.audience):
            yield Written(value.text, library.values, ("values", name, "text"))


def _channels(library: Library) -> Iterator[Written]:
    """Ways to reach a person, and why they are closed."""
    site = library.site.value
    calendars: set[str] = set()
    for name, channel in library.channels.value.channels.items():
        if may_see(site, site.weakest, channel.audience):
            yield Written(channel.title, library.channels, ("channels", name, "title"))
            calendars |= {channel.hours, channel.reply_calendar or channel.hours}
    for name, calendar in library.channels.value.calendars.items():
        for index, closed in enumerate(calendar.closed if name in calendars else ()):
            yield from _given(library.channels, ("calendars", name, "closed", index), title=closed.title)


def said_texts(library: Library) -> Iterator[Written]:
    """What agents say or send to customers: talk scripts, phrases of holding, notices, macros."""
    for document in library.trees.values():
        for kind, node_id, node in document.value.nodes():
            if isinstance(node, Question | Outcome):
                yield from _given(document, (kind, node_id), say=node.say)
    hold = library.policy.value.hold
    yield from _given(library.policy, ("hold",), start=hold.start, back=hold.back, over=hold.over)
    for index, notice in enumerate(library.notices.value.notices):
        yield from _given(library.notices, ("notices", index), say=notice.say)
    for name, macro in library.macros.value.macros.items():
        yield Written(macro.text, library.macros, ("macros", name, "text"))


def _tree(document: Document[Tree], paths: Paths, nodes: Iterable[str]) -> Iterator[Written]:
    tree = document.value
    if paths.owns(tree):
        yield Written(tree.title, document, ("title",))
        for index, change in enumerate(tree.changes):
            if may_see(paths.site, paths.audience, change.audience):
                yield Written(change.what, document, ("changes", index, "what"))
    elif tree.public is not None:
        yield Written(tree.public.title, document, ("public", "title"))
    for node_id in nodes:
        node = tree.node(node_id)
        if isinstance(node, Question):
            yield from _question(document, paths, node_id, node)
        elif isinstance(node, Outcome) and node.public is not None:
            yield Written(node.title, document, ("outcomes", node_id, "title"))
            yield from _outcome(document, ("outcomes", node_id, "public"), node.public)


def _question(document: Document[Tree], paths: Paths, node_id: str, question: Question) -> Iterator[Written]:
    place: tuple[Key, ...] = ("questions", node_id)
    yield from _given(document, place, ask=question.ask, help=question.help)
    offered = paths.answers(document.value, question)
    for index, answer in enumerate(question.answers):
        if answer in offered:
            own: tuple[Key, ...] = (*place, "answers", index)
            yield from _given(document, own, hint=answer.hint)
            if answer.public and answer.public.label:
                yield Written(answer.public.label, document, (*own, "public", "label"))
            else:
                yield Written(answer.label, document, (*own, "label"))


def _outcome(document: Document[Tree], place: tuple[Key, ...], public: PublicOutcome) -> Iterator[Written]:
    for index, step in enumerate(public.steps):
        yield Written(step, document, (*place, "steps", index))
    for index, action in enumerate(public.actions):
        yield Written(action.label, document, (*place, "actions", index, "label"))
    for index, item in enumerate(public.anticipate):
        yield from _given(document, (*place, "anticipate", index), ask=item.ask, answer=item.answer)


def _given(document: Document[Any], place: tuple[Key, ...], **texts: Text | None) -> Iterator[Written]:
    """The texts that are there, by their keys."""
    for key, text in texts.items():
        if text is not None:
            yield Written(text, document, (*place, key))
