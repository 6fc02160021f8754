"""How a tree is walked: the rules, and a walker that keeps to them exactly.

Whoever walks a tree (this walker, the checks, the runner in the browser) does the same:

1.  A walk has a *place* (a node of a tree), the *calls* that are open, innermost last, and the *known
    facts*, each with one value. It begins at a tree's start or at an entry, without open calls, with the
    facts that are known by then: from the ticket, from an earlier reason of the same contact, or none.
2.  A fact, once known, keeps its value until an answer to a question on it sets another (which only facts
    with levels allow, see 5). A fact with ``source: ticket`` may become known at any moment between two
    steps, or never; what is known already is not overwritten by the ticket. Facts are shared by all trees:
    calls and jumps keep them.
3.  **Question without fact**: it is asked. Answer ``a`` leads to ``a.go``.
4.  **Question with a fact** (one without levels): where the fact is known and one of the answers has its
    value as id, the question is skipped and that answer taken. Else it is asked, and the answer sets the
    fact to its id.
5.  **Question with a fact that has levels**: the rank of a value is its place in ``levels``, from 1; values
    not in ``levels``, and "not known", have rank 0. Let ``top`` be the highest rank among the answers. Where
    ``top`` > 0 and the rank of the known value is at least ``top``, the question is skipped and the answer of
    rank ``top`` taken; the known value stays, even where it is higher than that answer. Else it is asked, and
    the answer sets the fact to its id, also where that is lower than what was known.
6.  **Unsure**: where ``unsure`` names an answer of the question (an answer's id wins over a node's), that
    answer is taken, fact and all; else the walk goes on at the target and the fact stays as it was. Either way
    it counts as "unsure" for ``policy.unsure``. Without ``unsure`` there is no such answer.
7.  **Route**: nobody is asked. The first rule whose facts are all known, each with one of the rule's values,
    decides; where there is none (a fact that is not known meets no rule), ``else`` does. Without ``else`` the
    walk is stuck (T308, T311).
8.  **Call**: it opens a call and goes on at the called tree's start. ``return:name`` closes the innermost call
    and goes on where ``returns`` of that call's node says, which may be a ``return:`` in turn. Without an open
    call a return ends the walk: the tree was opened by itself.
9.  **Jump** (``tree:id``: that tree's start; ``tree:id#entry``): it closes all open calls. A walk that has
    left a called tree by a jump does not come back.
10. **Outcome**: the walk ends.
11. ``by``, ``infer``, ``timer`` and ``consult`` change what is shown, never where a walk goes. ``infer`` lets an
    agent answer without asking aloud; the answer is still given.
12. A walk that comes back to the same place with the same open calls and the same known facts, without
    having asked anything between, never ends (T303); so does one that opens a call that is open already
    (T304). The walker stops there.
13. Customers walk the ways of ``annai.trees.ways``: answers lead where ``public.go`` says, nodes with
    ``public: {go}`` are passed by without being met, their facts are neither asked nor set, and no ticket
    tells a fact.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal, NamedTuple

from msgspec import Struct, field
from msgspec.structs import replace

from annai.trees.targets import Place, Target
from annai.trees.ways import Ask, Decide, End, Run, Ways

UNSURE = "unsure"
How = Literal["answer", "unsure", "rule", "else", "return", "call"]


class Taken(NamedTuple):
    """A step that was taken: how a node was left. ``number`` counts its answers, rules or returns from 0."""

    place: Place
    how: How
    number: int
    asked: bool = False


class Standing(Struct, frozen=True):
    """Where a walk stands: at a question that is to be asked, or at its end.

    ``end`` is None at a question. ``stuck`` is a route that cannot decide (or a step that leads nowhere),
    ``endless`` a walk that goes round without asking; ``name`` is what was returned.
    """

    place: Place
    calls: tuple[Place, ...] = ()
    known: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    trail: tuple[Taken, ...] = ()
    end: Literal["outcome", "returned", "stuck", "endless"] | None = None
    name: str | None = None


class Walker:
    """Walks the ways of an audience. ``levels`` are those of each fact that has some, weak to strong."""

    def __init__(self, ways: Ways, levels: Mapping[str, tuple[str, ...]]) -> None:
        self._ways = ways
        self._levels = levels

    def begin(self, place: Place, known: Mapping[str, str] | None = None) -> Standing:
        """The first question, or the end, on the way from ``place``."""
        return self._settle(Standing(place, known=MappingProxyType(dict(known or {}))))

    def answer(self, standing: Standing, answer: str) -> Standing:
        """Goes on with an answer's id, or with ``UNSURE``.

        Raises ValueError where the question has no such answer, or the walk is at its end.
        """
        stop = self._ways.stops.get(standing.place)
        if standing.end is not None or not isinstance(stop, Ask):
            raise ValueError(f"nothing is asked at {standing.place}")
        ids = [choice.id for choice in stop.choices]
        if answer in ids:
            return self._settle(self._choose(standing, stop, ids.index(answer), "answer"))
        if answer != UNSURE or (stop.unsure is None and stop.unsure_as is None):
            raise ValueError(f"{standing.place} has no answer {answer!r}")
        if stop.unsure_as is not None:
            return self._settle(self._choose(standing, stop, stop.unsure_as, "unsure"))
        return self._settle(self._go(standing, stop.unsure, Taken(standing.place, "unsure", 0, asked=True)))

    def learn(self, standing: Standing, fact: str, value: str) -> Standing:
        """What the ticket tells meanwhile; a fact that is known already stays as it is."""
        if standing.end is not None or fact in standing.known:
            return standing
        return self._settle(replace(standing, known=MappingProxyType({**standing.known, fact: value})))

    def skips(self, stop: Ask, known: Mapping[str, str]) -> int | None:
        """The number of the answer that is taken without asking; None where the question is asked."""
        if stop.fact is None:
            return None
        ids = [choice.id for choice in stop.choices]
        value = known.get(stop.fact)
        levels = self._levels.get(stop.fact)
        if levels is None:
            return ids.index(value) if value in ids else None
        offered = [level for level in levels if level in ids]
        if not offered or value not in levels or levels.index(value) < levels.index(offered[-1]):
            return None
        return ids.index(offered[-1])

    def _settle(self, standing: Standing) -> Standing:
        """Goes on as far as nobody needs to be asked."""
        met: set[tuple[Place, tuple[Place, ...]]] = set()
        while standing.end is None:
            if (standing.place, standing.calls) in met:
                return replace(standing, end="endless")
            met.add((standing.place, standing.calls))
            stop = self._ways.stops.get(standing.place)
            if isinstance(stop, Ask):
                skipped = self.skips(stop, standing.known)
                if skipped is None:
                    return standing
                taken = Taken(standing.place, "answer", skipped)
                standing = self._go(standing, stop.choices[skipped].go, taken)
            elif isinstance(stop, Decide):
                standing = self._decide(standing, stop)
            elif isinstance(stop, Run):
                if standing.place in standing.calls:
                    return replace(standing, end="endless")
                taken = Taken(standing.place, "call", 0)
                standing = replace(
                    standing,
                    place=stop.start,
                    calls=(*standing.calls, standing.place),
                    trail=(*standing.trail, taken),
                )
            else:
                standing = replace(standing, end="outcome" if isinstance(stop, End) else "stuck")
        return standing

    def _choose(self, standing: Standing, stop: Ask, number: int, how: Literal["answer", "unsure"]) -> Standing:
        chosen = stop.choices[number]
        if stop.fact is not None:
            standing = replace(standing, known=MappingProxyType({**standing.known, stop.fact: chosen.id}))
        taken = Taken(standing.place, how, number if how == "answer" else 0, asked=True)
        return self._go(standing, chosen.go, taken)

    def _decide(self, standing: Standing, stop: Decide) -> Standing:
        for number, (when, go) in enumerate(stop.rules):
            if all(standing.known.get(fact) in values for fact, values in when.items()):
                return self._go(standing, go, Taken(standing.place, "rule", number))
        if not stop.has_else:
            return replace(standing, end="stuck")
        return self._go(standing, stop.otherwise, Taken(standing.place, "else", 0))

    def _go(self, standing: Standing, go: Target | None, taken: Taken) -> Standing:
        standing = replace(standing, trail=(*standing.trail, taken))
        while go is not None and go.kind == "return":
            if not standing.calls:
                return replace(standing, end="returned", name=go.node)
            caller = standing.calls[-1]
            call = self._ways.stops[caller]
            returns = call.returns if isinstance(call, Run) else {}
            number = list(returns).index(go.node) if go.node in returns else -1
            standing = replace(
                standing,
                place=caller,
                calls=standing.calls[:-1],
                trail=(*standing.trail, Taken(caller, "return", number)),
            )
            go = returns.get(go.node)
        if go is None:
            return replace(standing, end="stuck")
        return replace(standing, place=go.place, calls=() if go.kind == "tree" else standing.calls)
