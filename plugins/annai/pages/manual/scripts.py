"""Owns what is said and written: the talk scripts of outcomes, macros, and the phrases around a hold."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from annai.model.registries import Macro
from annai.model.view import OutcomeView, QuestionView, TreeView
from annai.pages.contexts import Link, TalkScript, Words
from annai.pages.hrefs import Here
from annai.pages.manual.desk import ManualDesk
from annai.pages.manual.promises import spoken_words
from annai.pages.wording import day, some_words, words

SPOKEN, WRITTEN = "say", "macro"


def outcome_script(manual: ManualDesk, tree: TreeView, outcome: OutcomeView, place: Here) -> TalkScript | None:
    """What is said at an outcome; None where it says nothing."""
    desk = outcome.desk
    if desk is None or desk.say is None:
        return None
    return TalkScript(
        id=f"say-{tree.id}-{outcome.id}",
        kind=SPOKEN,
        title=words(outcome.title, manual.language),
        text=spoken_words(manual, desk.say, desk.promise),
        source=_source(manual, tree, outcome.id, place),
    )


def question_script(manual: ManualDesk, tree: TreeView, question: QuestionView, place: Here) -> TalkScript | None:
    """What is said to ask a question; None where the tree leaves that to the agent."""
    if question.desk is None or question.desk.say is None:
        return None
    return TalkScript(
        id=f"say-{tree.id}-{question.id}",
        kind=SPOKEN,
        title=words(question.ask, manual.language),
        text=some_words(question.desk.say, manual.language),
        source=_source(manual, tree, question.id, place),
    )


def macro_script(manual: ManualDesk, macro_id: str, macro: Macro, place: Here) -> TalkScript:
    """A macro, with the inputs that the page fills into it."""
    text = manual.words(macro.text)
    return TalkScript(
        id=f"macro-{macro_id}",
        kind=_kind(macro, text),
        title=manual.words(macro.title),
        text=text,
        needs=manual.needs_in(text),
        channels=tuple(manual.say(f"medium.{channel}") for channel in macro.channels),
        reasons=tuple(manual.reason_link(code, place) for code in macro.reasons if code in manual.desk.reasons),
        owner=macro.owner or "",
        review_by=day(macro.review_by, manual.language) if macro.review_by else None,
    )


def macros_of(manual: ManualDesk, reason: str, place: Here) -> Iterator[TalkScript]:
    """The macros of a contact reason, which need not name it again."""
    for name, macro in manual.desk.macros.items():
        if reason in macro.reasons:
            yield replace(macro_script(manual, name, macro, place), reasons=())


def hold_scripts(manual: ManualDesk) -> Iterator[TalkScript]:
    """How to put someone on hold, come back, and offer to call back instead."""
    hold = manual.desk.policy.hold
    for name, text in (("start", hold.start), ("back", hold.back), ("over", hold.over)):
        if text is not None:
            yield TalkScript(
                id=f"hold-{name}",
                kind=SPOKEN,
                title=manual.say(f"hold.{name}"),
                text=manual.words(text),
                channels=(manual.say("medium.phone"),),
            )


def _kind(macro: Macro, text: Words) -> str:
    """What can only be heard, or stands in quotation marks, is spoken."""
    return SPOKEN if tuple(macro.channels) == ("phone",) or str(text).startswith("「") else WRITTEN


def _source(manual: ManualDesk, tree: TreeView, node_id: str, place: Here) -> Link:
    return Link(manual.frame.links.tree_title(tree), place.to(tree.address, fragment=node_id))
