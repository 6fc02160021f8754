"""Owns the routing page of each contact reason: what it is, what to look up in which order, who takes over."""

from __future__ import annotations

from collections.abc import Iterator

from annai.model.registries import Reason as Registered
from annai.model.view import EscalateView, OutcomeDesk
from annai.pages.contexts import Confusable, Explained, Link, Reason, TalkScript, Words
from annai.pages.enumeration import colon, distinct, together
from annai.pages.hrefs import Here, here
from annai.pages.manual.authority import deciders
from annai.pages.manual.cards import ConsultCards
from annai.pages.manual.desk import ManualDesk
from annai.pages.manual.scripts import macros_of, outcome_script
from annai.pages.manual.ways import Ending, trees_of
from annai.pages.page import Page
from annai.pages.places import reason_place
from annai.pages.wording import all_words, titled, words

ANCHORS = "#consult-"
"""What the anchors of a routing page's cards begin with; their number follows."""


def reason_pages(manual: ManualDesk) -> Iterator[Page]:
    """The routing page of every contact reason."""
    articles = _articles_by_reason(manual)
    for code in sorted(manual.desk.reasons):
        yield _page(manual, code, manual.desk.reasons[code], articles.get(code, ()))


def _page(manual: ManualDesk, code: str, reason: Registered, named_by: tuple[str, ...]) -> Page:
    place = here(manual.view.address(reason_place(code)))
    title = manual.words(reason.title)
    endings = manual.ways.endings(code)
    articles = _articles(manual, endings, named_by)
    content = Reason(
        code=code,
        title=title,
        group=manual.words(reason.group),
        definition=manual.words(reason.definition),
        crumbs=manual.frame.crumbs(place),
        includes=manual.all(reason.includes),
        excludes=manual.all(reason.excludes),
        confused_with=_confused_with(manual, reason, place),
        words=_customers_words(manual, endings, articles),
        consults=ConsultCards(manual, place).all(manual.ways.look_ups(code), ANCHORS),
        trees=tuple(manual.tree_link(tree, place) for tree in manual.ways.trees_of(code) if tree.entries),
        outcomes=tuple(_outcome(manual, ending, place) for ending in endings),
        articles=tuple(manual.frame.links.article(name, place, note=False) for name in articles),
        escalate=_escalate(manual, endings, place),
        authority=_authority(manual, endings, place),
        scripts=tuple(_scripts(manual, code, endings, place)),
        never=_never(manual, endings),
        provenance=manual.provenance("reasons", name=code, title=title),
    )
    return manual.page(place, "reason", title, content, manual.notices(place, reasons=(code,)))


def _confused_with(manual: ManualDesk, reason: Registered, place: Here) -> tuple[Confusable, ...]:
    found = []
    for code, how in reason.confused_with.items():
        link = manual.reason_link(code, place)
        found.append(Confusable(code=code, title=link.label, href=link.href, how=manual.words(how)))
    return tuple(found)


def _customers_words(manual: ManualDesk, endings: tuple[Ending, ...], articles: tuple[str, ...]) -> tuple[Words, ...]:
    """How customers say it: messages that ended here, then what outcomes and articles are asked as."""
    view = manual.view
    first = view.site.languages[0]
    ended = {(ending.tree.id, ending.outcome.id) for ending in endings}
    found: list[Words] = []
    for tree in trees_of(endings):
        examples = tree.desk.examples if tree.desk is not None else ()
        found += [titled(text, first, view.language) for text, outcome in examples if (tree.id, outcome) in ended]
    for ending in endings:
        found += all_words(ending.outcome.asked_as, view.language)
    for name in articles:
        article = view.articles[name]
        if article.desk is not None and article.desk.public:
            # An article of the manual alone is asked for in agents' words.
            found += [titled(text, article.language, view.language) for text in article.asked_as]
    return distinct(found)


def _outcome(manual: ManualDesk, ending: Ending, place: Here) -> Link:
    """An outcome with how soon it is dealt with."""
    desk = ending.outcome.desk
    priority = manual.desk.policy.priorities.get(desk.priority) if desk is not None else None
    note = (
        together((manual.say("reason.priority"), manual.words(priority.title)), colon(manual.language))
        if priority
        else ""
    )
    return manual.node_link(ending.tree, ending.outcome, place, note)


def _articles(manual: ManualDesk, endings: tuple[Ending, ...], named_by: tuple[str, ...]) -> tuple[str, ...]:
    """The articles that the outcomes name, then those that name the reason."""
    named = [name for ending in endings for name in ending.outcome.articles]
    listed = [name for name in dict.fromkeys((*named, *named_by)) if manual.frame.links.has(name)]
    return manual.frame.links.untranslated_last(tuple(listed))


def _escalate(manual: ManualDesk, endings: tuple[Ending, ...], place: Here) -> tuple[Explained, ...]:
    """Whom to hand over to, with every condition once."""
    lines: dict[str, list[Words]] = {}
    for desk in _desks(endings):
        for escalate in desk.escalate:
            lines.setdefault(escalate.to, []).append(condition(manual, escalate))
    return tuple(Explained(manual.target_link(name, place), distinct(found)) for name, found in lines.items())


def condition(manual: ManualDesk, escalate: EscalateView) -> Words:
    """When to hand over, in words: always, on a human judgement, or by facts."""
    if escalate.cue is not None:
        return words(escalate.cue, manual.language)
    if escalate.when:
        return manual.when(escalate.when)
    return manual.say("escalation.always")


def _authority(manual: ManualDesk, endings: tuple[Ending, ...], place: Here) -> tuple[Explained, ...]:
    names = dict.fromkeys(name for desk in _desks(endings) for name in desk.authority)
    return tuple(Explained(manual.authority_link(name, place), deciders(manual, name)) for name in names)


def _scripts(manual: ManualDesk, code: str, endings: tuple[Ending, ...], place: Here) -> Iterator[TalkScript]:
    for ending in endings:
        script = outcome_script(manual, ending.tree, ending.outcome, place)
        if script is not None:
            yield script
    yield from macros_of(manual, code, place)


def _never(manual: ManualDesk, endings: tuple[Ending, ...]) -> tuple[Words, ...]:
    """What must not be said or done, what holds for most contacts first."""
    volumes: dict[str, int] = {}
    said: dict[str, Words] = {}
    for desk in _desks(endings):
        for phrase in desk.never:
            said.setdefault(phrase.text, words(phrase, manual.language))
            volumes[phrase.text] = volumes.get(phrase.text, 0) + desk.volume
    order = sorted(said, key=lambda text: -volumes[text])
    return tuple(said[text] for text in order)


def _desks(endings: tuple[Ending, ...]) -> Iterator[OutcomeDesk]:
    return (ending.outcome.desk for ending in endings if ending.outcome.desk is not None)


def _articles_by_reason(manual: ManualDesk) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for name in sorted(manual.view.articles):
        desk = manual.view.articles[name].desk
        for code in desk.reasons if desk is not None else ():
            found.setdefault(code, []).append(name)
    return {code: tuple(names) for code, names in found.items()}
