"""Whatever a library holds: a weaker audience sees a part of what a stronger one sees, and no internal word."""

import re
from collections.abc import Iterator

from hypothesis import HealthCheck, given, settings
from msgspec.structs import replace

from annai.audience import project
from annai.audience.checks import check_articles, check_audience
from annai.audience.paths import Paths, Stop
from annai.model.library import Library
from annai.model.view import CallView, Go, NodeView, QuestionView, RouteView, View
from tests.audience.builders import library
from tests.audience.generated import LEVELS, libraries

slowly = settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])


def views(files: dict[str, str]) -> dict[tuple[str, str], View]:
    read: Library = library(files)
    assert read.policy.value.flags, "a registry of the generated library was refused"
    assert set(read.trees) == {"t", "u"}, "a tree of the generated library was refused"
    return {(level, language): project(read, level, language) for level in LEVELS for language in ("ja", "en")}


@slowly
@given(libraries())
def test_no_audience_meets_a_word_that_belongs_to_a_stronger_one(files: dict[str, str]):
    for (audience, _), view in views(files).items():
        hidden = {"public": r"canary", "agent": r"canary-sv", "sv": r"(?!)"}[audience]
        # Registries without an audience of their own are the desk's, whole; ids in them name what they lead to.
        shown = repr(view if audience == "public" else replace(view, desk=None))
        assert [found[0] for found in re.finditer(rf".{{0,80}}{hidden}", shown, re.IGNORECASE)] == []


@slowly
@given(libraries())
def test_a_weaker_audience_sees_a_part_of_what_a_stronger_one_sees(files: dict[str, str]):
    seen = views(files)
    for language in ("ja", "en"):
        for weaker, stronger in (("public", "agent"), ("agent", "sv")):
            little, much = seen[weaker, language], seen[stronger, language]
            for part in ("articles", "categories", "trees", "channels", "calendars", "redirects", "values"):
                assert getattr(little, part).keys() <= getattr(much, part).keys(), part
            for name, tree in little.trees.items():
                assert tree.nodes.keys() <= much.trees[name].nodes.keys()
                for node_id, node in tree.nodes.items():
                    answers = {answer.id for answer in getattr(node, "answers", ())}
                    assert answers <= {answer.id for answer in getattr(much.trees[name].nodes[node_id], "answers", ())}
            assert {notice.id for notice in little.notices} <= {notice.id for notice in much.notices}
            assert {flag.id for flag in little.flags} <= {flag.id for flag in much.flags}
            assert set(little.synonyms) <= set(much.synonyms)


@slowly
@given(libraries())
def test_every_step_of_a_view_leads_to_a_node_of_the_view(files: dict[str, str]):
    for view in views(files).values():
        for tree in view.trees.values():
            for go in [go for node in tree.nodes.values() for go in _steps(node)]:
                assert go.kind == "return" or go.node in view.trees[go.tree].nodes
            for go in tree.moved.values():
                assert go.node in view.trees[go.tree].nodes
            assert set(tree.entries) <= set(tree.nodes)
            assert tree.start is None or tree.start in tree.nodes
        for flag in view.flags:
            assert flag.go.node in view.trees[flag.go.tree].nodes


def _steps(node: NodeView) -> Iterator[Go]:
    if isinstance(node, QuestionView):
        yield from (answer.go for answer in node.answers)
        yield from filter(None, [node.unsure])
    if isinstance(node, RouteView):
        yield from (rule.go for rule in node.rules)
        yield from filter(None, [node.otherwise])
    if isinstance(node, CallView):
        yield from node.returns.values()


@slowly
@given(libraries())
def test_an_answer_that_the_public_loses_is_told_of_or_leads_nowhere(files: dict[str, str]):
    shop = library(files)
    told = any(finding.code == "T501" for finding in check_audience(shop))
    list(check_articles(shop))
    paths = Paths(shop, "public")
    for name, tree in project(shop, "public", "ja").trees.items():
        source = shop.trees[name].value
        for node_id, node in tree.nodes.items():
            if isinstance(node, QuestionView):
                shown = {answer.id for answer in node.answers}
                lost = [one for one in paths.answers(source, source.questions[node_id]) if one.id not in shown]
                stops = [isinstance(paths.follow(paths.answer_go(source, answer)), Stop) for answer in lost]
                assert told or not any(stops)
