"""Routes: rules that overlap (T307), leave a gap (T308, T311) or can never be met (T310, T317)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from annai.diagnostics import Finding
from annai.model.tree import Route
from annai.trees.knowledge import UNKNOWN
from annai.trees.states import Stuck
from annai.trees.survey import Survey
from annai.trees.targets import Place


def overlapping_rules(survey: Survey) -> Iterator[Finding]:
    """T307: two rules of a route that one situation meets, whether or not it can come about. At the second."""
    for place, route in _routes(survey):
        for first, second, witness in _overlaps(survey, route):
            yield Finding.error(
                "T307.rules",
                survey.at(place, "rules", second),
                first=first + 1,
                second=second + 1,
                witness=shown(witness),
            )


def gaps(survey: Survey) -> Iterator[Finding]:
    """T308 and T311: a route without ``else`` that cannot decide in a situation that can come about.

    T308 where all facts that it looks at are known, T311 where one is not. Both at the route, each once.
    """
    stuck: dict[Place, list[Stuck]] = {}
    for item in survey.agents.stuck:
        stuck.setdefault(item.state.place, []).append(item)
    domain = survey.agents.domain
    for place, route in _routes(survey):
        pieces = [item.piece for item in sorted(stuck.get(place, ()), key=lambda item: sorted(item.piece.items()))]
        if not route.rules or not pieces:
            continue
        known = [piece for piece in pieces if all(mask & ~UNKNOWN for mask in piece.values())]
        if known:
            witness = shown(domain.named(known[0]))
            yield Finding.error("T308.gap", survey.at(place), node=place.node, witness=witness)
        unknown = sorted({domain.facts[fact] for piece in pieces for fact, mask in piece.items() if mask & UNKNOWN})
        if unknown:
            yield Finding.error("T311.unknown", survey.at(place), node=place.node, facts=", ".join(unknown))


def unused_rules(survey: Survey) -> Iterator[Finding]:
    """T310: an ``else`` that nothing is left for. T317: a rule that cannot be met, given what is known by then."""
    met: set[Place] = set()
    taken: set[tuple[Place, str, int]] = set()
    for _, state, moves in survey.agents.states():
        met.add(state.place)
        taken.update((state.place, move.how, move.number) for move in moves)
    for place, route in _routes(survey):
        if place not in met:
            continue
        if route.otherwise is not None and (place, "else", 0) not in taken:
            yield Finding.error("T310.else", survey.at(place, "else"), node=place.node)
        overlapped = {second for _, second, _ in _overlaps(survey, route)}
        for index, rule in enumerate(route.rules):
            if (place, "rule", index) not in taken and index not in overlapped:
                facts = ", ".join(sorted(rule.when))
                yield Finding.error(
                    "T317.rule", survey.at(place, "rules", index), node=place.node, rule=index + 1, facts=facts
                )


def shown(situation: Mapping[str, str]) -> str:
    """A situation in the form of a rule's ``when``."""
    return "{" + ", ".join(f"{fact}: [{value}]" for fact, value in situation.items()) + "}"


def _routes(survey: Survey) -> Iterator[tuple[Place, Route]]:
    for name, document in survey.library.trees.items():
        for node_id, route in document.value.routes.items():
            yield Place(name, node_id), route


def _overlaps(survey: Survey, route: Route) -> Iterator[tuple[int, int, dict[str, str]]]:
    """Pairs of rules that one situation meets, by number from 0, with that situation; each rule as second once."""
    domain = survey.agents.domain
    masks = [domain.mask(rule.when) for rule in route.rules]
    for second, later in enumerate(masks):
        for first, earlier in enumerate(masks[:second]):
            both = {**earlier, **{fact: mask & earlier.get(fact, mask) for fact, mask in later.items()}}
            if all(both.values()):
                yield first, second, domain.named(both)
                break
