"""Which facts matter from a place on: all others are forgotten there, so that few situations differ.

A fact matters at a place where something that may still come reads it: a question on it, a route, or an
outcome that acts (the identity fact). A return is followed to every caller.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Mapping
from typing import TypeVar

from msgspec import Struct

from annai.trees.knowledge import Domain
from annai.trees.targets import Place, Target
from annai.trees.ways import Ask, Decide, Run, Stop, Ways, steps

K = TypeVar("K")


class Liveness(Struct, frozen=True):
    """Sets of facts as bits by fact number.

    ``at``: those that matter from a place on, or from a return of a tree on (see ``returning``).
    ``inside``: those that a tree, and whatever it calls or jumps to, reads at all; a call of it cannot
    touch any other.
    """

    at: Mapping[Place, int]
    inside: Mapping[str, int]

    def only(self, facts: int) -> Liveness:
        """The same as if only some facts mattered, and of the others nothing were known."""
        return Liveness({place: live & facts for place, live in self.at.items()}, self.inside)

    def returning(self, tree: str, name: str) -> int:
        """The facts that matter to any caller after ``tree`` has returned by ``name``."""
        return self.at.get(_return(tree, name), 0)


def liveness(ways: Ways, domain: Domain, noted: Callable[[Place], Iterable[str]]) -> Liveness:
    """``noted`` names the facts that an outcome reads."""
    reads = {place: _bits(domain, _read(stop) or noted(place)) for place, stop in ways.stops.items()}
    follows: dict[Place, list[Place]] = defaultdict(list)
    for place, stop in ways.stops.items():
        follows[place] += [_variable(go) for go in steps(stop)]
        if isinstance(stop, Run):
            follows[place].append(stop.start)
            for name, go in stop.returns.items():
                if go is not None:
                    follows[_return(stop.start.tree, name)].append(_variable(go))
    live = _spread(follows, reads)
    own: dict[str, int] = defaultdict(int)
    uses: dict[str, list[str]] = defaultdict(list)
    for place, stop in ways.stops.items():
        own[place.tree] |= reads[place]
        uses[place.tree] += [go.tree for go in steps(stop) if go.kind == "tree"]
        if isinstance(stop, Run):
            uses[place.tree].append(stop.start.tree)
    return Liveness(
        {place: live.get(place, 0) for place in {**ways.stops, **follows}},
        _spread(uses, own),
    )


def _read(stop: Stop) -> Iterable[str]:
    if isinstance(stop, Ask):
        return [stop.fact] if stop.fact else []
    if isinstance(stop, Decide):
        return {fact for when, _ in stop.rules for fact in when}
    return []


def _bits(domain: Domain, facts: Iterable[str]) -> int:
    return sum(1 << domain.numbers[fact] for fact in set(facts))


def _return(tree: str, name: str) -> Place:
    """What stands for the way in which a tree returns; no node has such an id."""
    return Place(tree, f"return:{name}")


def _variable(go: Target) -> Place:
    return _return(go.tree, go.node) if go.kind == "return" else go.place


def _spread(follows: Mapping[K, list[K]], begin: Mapping[K, int]) -> dict[K, int]:
    """The least sets that hold what is given and what follows holds."""
    found: dict[K, int] = defaultdict(int, begin)
    before: dict[K, list[K]] = defaultdict(list)
    for key, nexts in follows.items():
        for following in nexts:
            before[following].append(key)
    waiting = deque(found)
    queued = set(waiting)
    while waiting:
        key = waiting.popleft()
        queued.discard(key)
        for earlier in before[key]:
            if found[key] & ~found[earlier]:
                found[earlier] |= found[key]
                if earlier not in queued:
                    queued.add(earlier)
                    waiting.append(earlier)
    return found
