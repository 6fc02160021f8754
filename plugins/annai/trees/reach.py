"""Nodes that nobody comes to (T301), and nodes from which nobody comes to an end (T302)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping

from annai.diagnostics import Finding
from annai.trees.borrowed import borrowed
from annai.trees.cycles import components
from annai.trees.survey import Survey
from annai.trees.targets import Place
from annai.trees.targets import found as target_of
from annai.trees.ways import End, Run, Ways, steps


def unreachable(survey: Survey) -> Iterator[Finding]:
    """T301: a node that neither agents nor customers can come to.

    Followed are answers, unsure, rules, else, calls with their returns, jumps and ``public.go``, from each
    start, entry, flag and from ``policy.early_exit`` and ``policy.unsure``. What facts rule out is followed
    too: the answer or rule that cannot be is told then (T317, T310). Of nodes that only hang on each other, the
    first is told. A tree that is only called, and that nothing calls, is told once.
    """
    agents, customers = survey.agents.ways, survey.customers.ways
    reached = closure(agents, agents.roots) | closure(customers, customers.roots)
    lost = [place for place in agents.stops if place not in reached]
    uncalled = {
        name
        for name, document in survey.library.trees.items()
        if name not in agents.starts and Place(name, document.value.start) not in reached
    }
    for name in sorted(uncalled):
        document = survey.library.trees[name]
        if any(place.tree == name and place in reached for place in agents.stops):
            continue
        yield Finding.error("T301.tree", document.at("id"), tree=name)
        lost = [place for place in lost if place.tree != name]
    lost_places = set(lost)
    edges = {place: [other for other in following_places(agents, place) if other in lost_places] for place in lost}
    groups = components(lost, edges)
    led_to = {other for group in groups for place in group for other in edges[place] if other not in group}
    for group in groups:
        if group & led_to:
            continue
        first = min(group, key=lost.index)
        count = len(closure_in(edges, first)) - 1
        key = "T301.nodes" if count else "T301.not-public" if _meant_for_customers(survey, first) else "T301.node"
        yield Finding.error(key, survey.at(first), node=first.node, count=count)


def _meant_for_customers(survey: Survey, place: Place) -> bool:
    """Whether the public's way names an outcome that it cannot enter, because it has nothing for customers."""
    outcome = survey.library.trees[place.tree].value.outcomes.get(place.node)
    if outcome is None or outcome.public is not None:
        return False
    trees = survey.library.trees
    named = (
        target_of(item.id, name, trees)
        for name, document in trees.items()
        for item in borrowed(document.value)
        if item.registry == "go" and "public" in item.path
    )
    return any(target is not None and target.place == place for target in named)


def dead_ends(survey: Survey) -> Iterator[Finding]:
    """T302: a node from which no step leads on to an outcome, nor, in a callable tree, to a return.

    Of nodes that only lead into the same dead end, the one where it is entered for good is told.
    """
    ways = survey.agents.ways
    ending = leading_to(ways, (place for place, stop in ways.stops.items() if isinstance(stop, End)))
    returning = {
        place
        for place, stop in ways.stops.items()
        if any(go.kind == "return" and survey.library.trees[go.tree].value.returns is not None for go in steps(stop))
    }
    fine = ending | leading_to(ways, returning | ending, within=True)
    reached = closure(ways, ways.roots)
    trapped = [place for place in ways.stops if place in reached and place not in fine]
    edges = {
        place: [go.place for go in steps(ways.stops[place]) if go.kind != "return" and go.place not in fine]
        for place in trapped
    }
    for group in components(trapped, edges):
        if all(following in group for place in group for following in edges[place]):
            first = min(group, key=trapped.index)
            yield Finding.error("T302.node", survey.at(first), node=first.node)


def closure(ways: Ways, roots: Iterable[Place], trees: Collection[str] | None = None) -> set[Place]:
    """Every place that steps lead to from the roots, they themselves among them; with ``trees`` only in these."""
    found: set[Place] = set()
    waiting = [place for place in roots if place in ways.stops]
    while waiting:
        place = waiting.pop()
        if place not in found and (trees is None or place.tree in trees):
            found.add(place)
            waiting += following_places(ways, place)
    return found


def closure_in(edges: Mapping[Place, Iterable[Place]], root: Place) -> set[Place]:
    """The same in a part of the ways."""
    found: set[Place] = set()
    waiting = [root]
    while waiting:
        place = waiting.pop()
        if place not in found:
            found.add(place)
            waiting += edges.get(place, ())
    return found


def following_places(ways: Ways, place: Place) -> list[Place]:
    """Where a node leads, in reading order: for a call, the called tree first."""
    stop = ways.stops[place]
    begins = [stop.start] if isinstance(stop, Run) and stop.start in ways.stops else []
    return begins + [go.place for go in steps(stop) if go.kind != "return"]


def leading_to(ways: Ways, ends: Iterable[Place], *, within: bool = False) -> set[Place]:
    """Places from which steps lead to one of ``ends``; ``within`` one tree, without jumps and without calls."""
    before: Mapping[Place, list[Place]] = defaultdict(list)
    for place, stop in ways.stops.items():
        for go in steps(stop):
            if go.kind == "node" or (go.kind == "tree" and not within):
                before[go.place].append(place)
        if not within and isinstance(stop, Run):
            before[stop.start].append(place)
    found: set[Place] = set()
    waiting = list(ends)
    while waiting:
        place = waiting.pop()
        if place not in found:
            found.add(place)
            waiting += before[place]
    return found
