"""T407: what acts for a customer is reached only after the customer's identity is checked."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping

from annai.diagnostics import Finding
from annai.model.library import Library
from annai.trees.knowledge import Domain, Knowledge
from annai.trees.states import Exploration, State, explore
from annai.trees.survey import grounds, mark, path_of
from annai.trees.targets import Place
from annai.trees.ways import End, agents_ways

Moment = tuple[State, State]


def check(library: Library) -> Iterator[Finding]:
    """T407: every way of an agent to an outcome with ``acts`` carries the identity fact at its ``level``.

    Ways begin at each start and entry (not in trees that are only called), and where settings lead, with nothing
    known; fields of the ticket may become known on the way, how far the identity is checked may not. Calls are
    followed, ``public.go`` is no way. A higher level will do; a value that is no level counts as none. ``level``
    missing means the weakest one. Where no fact has levels, no way carries it. Told at the outcome, with one way
    that does not carry it.
    """
    ways = agents_ways(library)
    domain, live = grounds(library, ways, fleeting=True)
    identity = library.facts.value.identity
    alone = 1 << domain.numbers[identity] if identity else 0
    # Looking at the identity alone misses nothing and is quick; only what is found so is looked at closely.
    roots = [(place, domain.nothing_known()) for place in ways.roots]
    if not _unverified(explore(ways, domain, live.only(alone), roots), identity):
        return
    found = explore(ways, domain, live, roots)
    unverified = _unverified(found, identity)
    before = _before(found) if unverified else {}
    for place, moment in unverified.items():
        outcome = library.trees[place.tree].value.outcomes[place.node]
        levels = library.facts.value.facts[identity].levels if identity else ()
        yield Finding.error(
            "T407.unverified" if identity else "T407.no-fact",
            mark(library, place),
            outcome=place.node,
            level=outcome.level or (levels[0] if levels else ""),
            path=path_of(_way_to(moment, before), place.tree),
        )


def _unverified(found: Exploration, identity: str | None) -> dict[Place, Moment]:
    """Outcomes that act, with the first state of each in which the identity may not be checked enough."""
    domain = found.domain
    unverified: dict[Place, Moment] = {}
    for visit, state, _ in found.states():
        stop = found.ways.stops[state.place]
        if not isinstance(stop, End) or not stop.acts or state.place in unverified:
            continue
        if identity is None or lacks(domain, domain.numbers[identity], state.known, stop.level):
            unverified[state.place] = (visit.entry, state)
    return unverified


def lacks(domain: Domain, identity: int, known: Knowledge, level: str | None) -> bool:
    """Whether some situation of a set has the identity unchecked or checked below ``level``."""
    levels = domain.levels[identity]
    wanted = domain.bit(identity, level) if level in domain.values[identity] else levels[0]
    enough = sum(levels[levels.index(wanted) :]) if wanted in levels else 0
    return bool(domain.held(known, identity) & ~enough)


def _before(found: Exploration) -> Mapping[Moment, Moment]:
    """For each state, the one that it is first come to from; through calls, inside the called tree."""
    roots = [(entry, entry) for entry in found.roots]
    before: dict[Moment, Moment] = {}
    seen = set(roots)
    waiting = deque(roots)
    while waiting:
        here = waiting.popleft()
        entry, state = here
        for move in found.visits[entry].moves[state]:
            for following in ((entry, move.to), (move.enters, move.enters)):
                if following[0] is None or following[1] is None:
                    continue
                moment = (following[0], following[1])
                if moment not in seen:
                    seen.add(moment)
                    before[moment] = here
                    waiting.append(moment)
    return before


def _way_to(moment: Moment, before: Mapping[Moment, Moment]) -> list[Place]:
    way = [moment[1].place]
    while moment in before:
        moment = before[moment]
        way.append(moment[1].place)
    return way[::-1]
