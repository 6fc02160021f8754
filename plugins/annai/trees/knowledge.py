"""Sets of situations: for each fact, the values it may have at some point of a walk, "not known" among them.

A fact's possible values are bits of an integer: bit 0 stands for "not known", bit n for its n-th value. A
``Knowledge`` lists only the facts about which something can be said, so an empty one is every situation.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct, field

from annai.model.facts import Facts
from annai.trees.ways import Ask, Decide, Ways

UNKNOWN = 1
Knowledge = tuple[tuple[int, int], ...]
ANYTHING: Knowledge = ()
# Beyond so many pieces a route's remainder is no longer cut up but taken whole, which is too much, never too little.
MOST_PIECES = 64
# Facts with at most so many values stay exact when sets are joined.
FEW_VALUES = 3


class Domain(Struct, frozen=True):
    """The facts and their values, both by number. Values that no registry knows, but a tree names, are there too.

    ``fleeting`` are facts that may become known at any moment, without a question: those from the ticket.
    ``levels`` maps a fact with levels to the bits of each of them, weak to strong.
    """

    facts: tuple[str, ...]
    values: tuple[tuple[str, ...], ...]
    fleeting: frozenset[int] = frozenset()
    levels: Mapping[int, tuple[int, ...]] = field(default_factory=dict)
    numbers: Mapping[str, int] = field(default_factory=dict)

    def whole(self, fact: int) -> int:
        """Every value, and "not known"."""
        return (2 << len(self.values[fact])) - 1

    def bit(self, fact: int, value: str) -> int:
        """A value's bit."""
        return 2 << self.values[fact].index(value)

    def mask(self, when: Mapping[str, Iterable[str]]) -> dict[int, int]:
        """A condition, fact -> values, in numbers and bits."""
        masks: dict[int, int] = {}
        for name, values in when.items():
            fact = self.numbers[name]
            masks[fact] = sum(self.bit(fact, value) for value in set(values))
        return masks

    def held(self, knowledge: Knowledge, fact: int) -> int:
        """What a fact may be."""
        for known, mask in knowledge:
            if known == fact:
                return mask
        return self.whole(fact)

    def settle(self, knowledge: Knowledge, changes: Mapping[int, int]) -> Knowledge:
        """The situations in which each fact of ``changes`` may be what is given there, and what may become of them.

        A fleeting fact that may be unknown may be anything a moment later.
        """
        masks = dict(knowledge)
        for fact, mask in changes.items():
            if mask == self.whole(fact) or (mask & UNKNOWN and fact in self.fleeting):
                masks.pop(fact, None)
            else:
                masks[fact] = mask
        return tuple(sorted(masks.items()))

    def nothing_known(self) -> Knowledge:
        """The beginning of a contact: no fact is known, and fleeting ones may become so."""
        return self.settle(ANYTHING, dict.fromkeys(range(len(self.facts)), UNKNOWN))

    def named(self, changes: Mapping[int, int]) -> dict[str, str]:
        """One situation of a set, for people: fact -> its first possible value, facts not known left out."""
        example: dict[str, str] = {}
        for fact, mask in sorted(changes.items()):
            known = mask & ~UNKNOWN
            if known:
                example[self.facts[fact]] = self.values[fact][(known & -known).bit_length() - 2]
        return example


def restrict(knowledge: Knowledge, wanted: int) -> Knowledge:
    """What is said of the facts whose bits are set in ``wanted``."""
    return tuple(item for item in knowledge if wanted >> item[0] & 1)


def joined(domain: Domain, one: Knowledge, other: Knowledge, *, coarsely: bool) -> Knowledge:
    """A set that holds both; it holds more, so that joining again and again soon ends.

    Of a fact about which the two differ, nothing is said any more, unless it has few values. ``coarsely``: nothing
    is said of any fact with more.
    """
    if one == other and not coarsely:
        return one
    others = dict(other)
    both: list[tuple[int, int]] = []
    for fact, mask in one:
        either = mask | others.get(fact, domain.whole(fact))
        few = len(domain.values[fact]) <= FEW_VALUES
        if either != domain.whole(fact) and (few or (mask == either and not coarsely)):
            both.append((fact, either))
    return tuple(both)


def domain_of(facts: Facts, ways: Ways, *, fleeting: bool) -> Domain:
    """The facts of the registry and of the trees. ``fleeting``: whether there is a ticket that may tell them.

    The identity fact never is fleeting: how far an identity is checked is not what a ticket decides.
    """
    values: dict[str, dict[str, None]] = {name: dict.fromkeys(fact.labels()) for name, fact in facts.facts.items()}
    for stop in ways.stops.values():
        if isinstance(stop, Ask) and stop.fact:
            values.setdefault(stop.fact, {}).update(dict.fromkeys(choice.id for choice in stop.choices))
        elif isinstance(stop, Decide):
            for when, _ in stop.rules:
                for fact, named in when.items():
                    values.setdefault(fact, {}).update(dict.fromkeys(named))
    for name, registered in facts.facts.items():
        values[name].update(dict.fromkeys(registered.levels or ()))
    numbers = {name: number for number, name in enumerate(values)}
    domain = Domain(tuple(values), tuple(tuple(names) for names in values.values()), numbers=numbers)
    return Domain(
        domain.facts,
        domain.values,
        frozenset(
            numbers[name]
            for name, fact in facts.facts.items()
            if fleeting and fact.source == "ticket" and not fact.levels
        ),
        {
            numbers[name]: tuple(domain.bit(numbers[name], level) for level in fact.levels)
            for name, fact in facts.facts.items()
            if fact.levels
        },
        numbers,
    )


def cut(
    domain: Domain, knowledge: Knowledge, rules: Iterable[Mapping[int, int]]
) -> tuple[list[tuple[int, dict[int, int]]], list[dict[int, int]]]:
    """What a route does with a set of situations.

    Returns the pieces (fact -> possible values) that each rule takes, by the rule's number, and the
    pieces that no rule takes. A rule is met where each of its facts is known and has one of its values.
    """
    rules = list(rules)
    facts = sorted({fact for rule in rules for fact in rule})
    left = [{fact: domain.held(knowledge, fact) for fact in facts}]
    taken: list[tuple[int, dict[int, int]]] = []
    for number, rule in enumerate(rules):
        remaining: list[dict[int, int]] = []
        for piece in left:
            met = {**piece, **{fact: piece[fact] & mask for fact, mask in rule.items()}}
            if not all(met[fact] for fact in rule):
                remaining.append(piece)
                continue
            taken.append((number, met))
            remaining.extend(_rest(piece, rule) if len(left) < MOST_PIECES else (piece,))
        left = remaining
    return taken, left


def _rest(piece: Mapping[int, int], rule: Mapping[int, int]) -> Iterator[dict[int, int]]:
    """A piece without what a rule takes of it, as pieces that do not overlap."""
    before: dict[int, int] = {}
    for fact, mask in rule.items():
        if piece[fact] & ~mask:
            yield {**piece, **before, fact: piece[fact] & ~mask}
        before[fact] = piece[fact] & mask
