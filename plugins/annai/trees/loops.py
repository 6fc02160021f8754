"""Walks that never end (T303), trees that call themselves (T304), and returns that do not match (T305)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from annai.diagnostics import Finding, nearest
from annai.model.library import Library
from annai.model.tree import Question, Route, Tree
from annai.trees.cycles import components, is_cycle, way_round
from annai.trees.reach import following_places
from annai.trees.states import Exploration, State
from annai.trees.survey import Survey, path_of
from annai.trees.targets import BACK, Place
from annai.trees.ways import Ways, place_beyond

# A state of one visit: its first state, and itself.
Moment = tuple[State, State]


def endless_walks(survey: Survey) -> Iterator[Finding]:
    """T303: a walk that can come back to where it was with nothing new known.

    Coming back to a node with more known than before is no cycle where the way then differs. Told at the
    first node of the cycle that a walk meets: in the tree's own order from its start; for a cycle over
    several trees from ``policy.start``. Nodes whose ``public.go`` lead round in a circle are cycles too.
    """
    told: set[Place] = set()
    for exploration in survey.explorations:
        for moments, edges in rounds(survey.library, exploration):
            places = {state.place for _, state in moments}
            if told & places:
                continue
            told |= places
            trees = {place.tree for place in places}
            met = _order(survey.library, exploration.ways, trees.pop() if len(trees) == 1 else None)
            first = min(places, key=lambda place: met.get(place, len(met)))
            begin = next(moment for moment in sorted(moments) if moment[1].place == first)
            path = [state.place for _, state in way_round(begin, moments, edges)]
            yield Finding.error("T303.cycle", survey.at(first), path=path_of(path, first.tree))
    yield from _passing_in_circles(survey)


def recursive_calls(library: Library) -> Iterator[Finding]:
    """T304: a call that leads back into a tree that is still waiting for a return. Told at the closing call."""
    calls: dict[str, list[tuple[str, str]]] = {
        name: [(call_id, call.tree) for call_id, call in document.value.calls.items() if call.tree in library.trees]
        for name, document in library.trees.items()
    }
    done: set[str] = set()
    for root in _from_the_start(library):
        waiting = [(root, iter(calls[root]))] if root not in done else []
        while waiting:
            caller, remaining = waiting[-1]
            call_id, called = next(remaining, ("", ""))
            open_trees = [name for name, _ in waiting]
            if not called:
                done.add(caller)
                waiting.pop()
            elif called in open_trees:
                path = " → ".join([*open_trees[open_trees.index(called) :], called])
                yield Finding.error("T304.calls", library.trees[caller].at("calls", call_id), path=path)
            elif called not in done:
                waiting.append((called, iter(calls[called])))


def unmatched_returns(library: Library) -> Iterator[Finding]:
    """T305: a call maps exactly the returns of the tree that it calls; a tree returns exactly what it names."""
    for document in library.trees.values():
        tree = document.value
        for call_id, call in tree.calls.items():
            called = library.trees.get(call.tree)
            if called is None:
                continue
            if called.value.returns is None:
                yield Finding.error("T305.uncallable", document.at("calls", call_id, "tree"), tree=call.tree)
                continue
            names = called.value.returns
            missing = [name for name in names if name not in call.returns]
            extra = [name for name in call.returns if name not in names]
            if missing or extra:
                yield Finding.error(
                    "T305.missing" if not extra else "T305.extra" if not missing else "T305.other",
                    document.at("calls", call_id, "returns"),
                    tree=call.tree,
                    missing=", ".join(missing),
                    extra=", ".join(extra),
                )
        used: set[str] = set()
        for place, go in _goals(tree):
            if not go.startswith(BACK):
                continue
            name = go.removeprefix(BACK)
            used.add(name)
            if name not in (tree.returns or ()):
                near = nearest(name, tree.returns or ())
                key = "T305.undeclared" if tree.returns else "T305.not-callable"
                yield Finding.error(key, document.at(*place), name=name, near=near)
        for index, name in enumerate(tree.returns or ()):
            if name not in used:
                yield Finding.error("T305.unused", document.at("returns", index), name=name)


def rounds(library: Library, exploration: Exploration) -> Iterator[tuple[set[Moment], Mapping[Moment, list[Moment]]]]:
    """The moments that all lead to each other. Calls of trees that call themselves are left to T304."""
    recursive = {
        name: frozenset(group)
        for group in components(
            library.trees,
            {name: [call.tree for call in document.value.calls.values()] for name, document in library.trees.items()},
        )
        for name in group
    }
    edges: dict[Moment, list[Moment]] = defaultdict(list)
    for visit, state, moves in exploration.states():
        here = (visit.entry, state)
        for move in moves:
            if move.to is not None:
                edges[here].append((visit.entry, move.to))
            elif move.enters is not None and not (
                move.how == "call" and move.enters.place.tree in recursive.get(state.place.tree, ())
            ):
                edges[here].append((move.enters, move.enters))
    for group in components(list(edges), edges):
        if is_cycle(group, edges):
            yield group, edges


def _order(library: Library, ways: Ways, tree: str | None) -> Mapping[Place, int]:
    """The order in which a walk of a tree, or (None) of all together, meets nodes first."""
    if tree is None:
        starts = [Place(name, library.trees[name].value.start) for name in _from_the_start(library)]
        return _met(ways, [*starts, *ways.stops])
    own = library.trees[tree].value
    starts = [Place(tree, node) for node in (own.start, *own.open_entries)]
    return _met(ways, [*starts, *(place for place in ways.stops if place.tree == tree)])


def _from_the_start(library: Library) -> list[str]:
    start = library.policy.value.start
    return [name for name in library.trees if name == start] + [name for name in library.trees if name != start]


def _met(ways: Ways, roots: list[Place]) -> dict[Place, int]:
    """Places in the order of a walk that always takes the first answer that it has not taken yet."""
    met: dict[Place, int] = {}
    waiting = [place for place in reversed(roots) if place in ways.stops]
    while waiting:
        place = waiting.pop()
        if place not in met:
            met[place] = len(met)
            waiting += reversed([other for other in following_places(ways, place) if other in ways.stops])
    return met


def _passing_in_circles(survey: Survey) -> Iterator[Finding]:
    trees = survey.library.trees
    told: set[Place] = set()
    for name, document in trees.items():
        for kind, node_id, _ in document.value.nodes():
            path = [Place(name, node_id)]
            while (further := place_beyond(trees, path[-1])) is not None and further not in path:
                path.append(further)
            if further == path[0] and not told & set(path):
                told |= set(path)
                shown = path_of([*path, further], name)
                yield Finding.error("T303.public", document.at(kind, node_id, "public", "go"), path=shown)


def _goals(tree: Tree) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Every ``go:`` of a tree with its key path; those of customers are their own ways and cannot return."""
    for kind, node_id, node in tree.nodes():
        if isinstance(node, Question):
            for index, answer in enumerate(node.answers):
                yield (kind, node_id, "answers", index, "go"), answer.go
            if node.unsure is not None:
                yield (kind, node_id, "unsure"), node.unsure.go
        elif isinstance(node, Route):
            for index, rule in enumerate(node.rules):
                yield (kind, node_id, "rules", index, "go"), rule.go
            if node.otherwise is not None:
                yield (kind, node_id, "else"), node.otherwise
    for call_id, call in tree.calls.items():
        for name, go in call.returns.items():
            yield ("calls", call_id, "returns", name), go
