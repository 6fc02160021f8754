"""Owns the public flows: a tree as a numbered outline under the stepper, and a page for each outcome."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape

from annai.model.view import OutcomeView, QuestionView, TreeView
from annai.pages.contexts import Anticipated, Flow, Html, Link, Outcome, OutlineAnswer, OutlineNode
from annai.pages.head import data_block, joined
from annai.pages.hrefs import Here, context, here
from annai.pages.outline import choices_of, first_question_before, reading_order
from annai.pages.page import Page
from annai.pages.reach import channels_of
from annai.pages.site_frame import SiteFrame
from annai.pages.wording import all_words, some_words, words

_QUOTED = re.compile(r"[「“]([^「」“”<>]{2,40})[」”]")


def flow_pages(frame: SiteFrame) -> Iterator[Page]:
    """Every public tree, and every public outcome of it."""
    for name in sorted(frame.view.trees):
        tree = frame.view.trees[name]
        yield _flow_page(frame, tree)
        for node in tree.nodes.values():
            if isinstance(node, OutcomeView) and node.address:
                yield _outcome_page(frame, tree, node, node.address)


def _flow_page(frame: SiteFrame, tree: TreeView) -> Page:
    view = frame.view
    place = here(tree.address)
    numbers = reading_order(tree)
    title = words(tree.title, view.language)
    lead = frame.say("home.flows_lead")
    bundle = frame.settings.bundles.get((view.language, tree.id), "")
    content = Flow(
        tree=tree.id,
        title=title,
        crumbs=frame.crumbs(place),
        nodes=tuple(_node(frame, tree, name, number, numbers, place) for name, number in numbers.items()),
        bundle=place.to(bundle) if bundle else "",
        lead=lead,
        flags=frame.links.flags(place, without=tree.id),
        contact_href=frame.contact_href(place, query=context(f"tree:{tree.id}")),
    )
    articles = {name for node in tree.nodes.values() if isinstance(node, OutcomeView) for name in node.articles}
    description = frame.say("description.flow", title=title, lead=lead)
    head = joined(
        frame.head.open_graph(place, str(title), description),
        data_block(frame.head.breadcrumbs(frame.trail((title, tree.address)), place)),
    )
    notices = frame.board.about_articles(articles, place)
    framed = frame.frame(place, kind="flow", title=title, description=description, head=head, notices=notices)
    return Page(tree.address, framed, content)


def _node(
    frame: SiteFrame, tree: TreeView, name: str, number: int, numbers: dict[str, int], place: Here
) -> OutlineNode:
    language = frame.view.language
    node = tree.nodes[name]
    if isinstance(node, QuestionView):
        return OutlineNode(
            number=number,
            id=name,
            kind="question",
            title=words(node.ask, language),
            help=some_words(node.help, language),
            answers=_answers(frame, node, tree, numbers, place),
        )
    # Routes and calls decide by what only agents know; no public view has them.
    if not isinstance(node, OutcomeView):
        raise TypeError(f"{tree.id}:{name} is no node of a public tree")
    return OutlineNode(
        number=number,
        id=name,
        kind="outcome",
        title=words(node.title, language),
        href=place.to(node.address) if node.address else "",
        steps=all_words(node.steps, language),
    )


def _answers(
    frame: SiteFrame, question: QuestionView, tree: TreeView, numbers: dict[str, int], place: Here
) -> tuple[OutlineAnswer, ...]:
    language = frame.view.language
    found: list[OutlineAnswer] = []
    for key, answer, go in choices_of(question):
        target = frame.view.trees[go.tree].nodes.get(go.node)
        found.append(
            OutlineAnswer(
                key=key,
                label=words(answer.label, language) if answer is not None else frame.say("common.unsure"),
                href=frame.links.node(go, place),
                to=frame.links.node_title(go),
                number=numbers.get(go.node, 0) if go.tree == tree.id else 0,
                hint=some_words(answer.hint if answer is not None else None, language),
                outcome=isinstance(target, OutcomeView),
            )
        )
    return tuple(found)


def _outcome_page(frame: SiteFrame, tree: TreeView, outcome: OutcomeView, address: str) -> Page:
    view = frame.view
    place = here(address)
    title, flow_title = words(outcome.title, view.language), words(tree.title, view.language)
    source = f"tree:{tree.id}/{outcome.id}"
    actions = tuple(
        Link(words(action.label, view.language), frame.links.href(action.url, place, query=context(source)))
        for action in outcome.actions
    )
    before = first_question_before(tree, outcome.id)
    content = Outcome(
        tree=tree.id,
        id=outcome.id,
        title=title,
        crumbs=frame.crumbs(place, (flow_title, tree.address)),
        restart_href=place.to(tree.address),
        flow_title=flow_title,
        steps=tuple(step_html(step.text, step.language, view.language, actions) for step in outcome.steps),
        actions=actions,
        articles=tuple(frame.links.article(name, place) for name in outcome.articles if frame.links.has(name)),
        anticipate=anticipated(frame, outcome, place),
        channels=channels_of(view, outcome.contact, frame.links, place, frame.calendars(), source=source),
        contact_href=frame.contact_href(place, query=context(source)),
        back_href=place.to(tree.address, fragment=before) if before else "",
    )
    bare = frame.say("description.outcome", title=title, flow=flow_title)
    description = outcome.steps[0].text if outcome.steps else bare
    head = joined(
        frame.head.open_graph(place, str(title), description),
        data_block(
            frame.head.breadcrumbs(frame.trail((flow_title, tree.address), (title, outcome.address or "")), place)
        ),
    )
    notices = frame.board.about_articles(outcome.articles, place)
    framed = frame.frame(place, kind="outcome", title=title, description=description, head=head, notices=notices)
    return Page(place.address, framed, content)


def anticipated(frame: SiteFrame, outcome: OutcomeView, place: Here) -> tuple[Anticipated, ...]:
    """What is asked next at an outcome, answered in words or by an article."""
    language = frame.view.language
    return tuple(
        Anticipated(
            ask=words(item.ask, language),
            answer=some_words(item.answer, language),
            article=frame.links.article(item.article, place, note=False) if item.article else None,
        )
        for item in outcome.anticipate
    )


def step_html(text: str, own: str, language: str, actions: tuple[Link, ...]) -> Html:
    """A step of an outcome, escaped; a name in quotation marks that one of the buttons bears leads there.

    ``own`` is the language that the step is written in, where that is not the page's.
    """

    def linked(found: re.Match[str]) -> str:
        for action in actions:
            if found[1] in escape(str(action.label)):
                return f'{found[0][0]}<a href="{escape(action.href)}">{found[1]}</a>{found[0][-1]}'
        return found[0]

    html = _QUOTED.sub(linked, escape(text))
    return Html(html if own == language else f'<span lang="{escape(own)}">{html}</span>')
