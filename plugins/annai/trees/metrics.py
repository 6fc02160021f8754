"""Figures of trees for supervisors: how long contacts take, what could be shorter, what examples cover.

Ways are those of agents (``flow.py``): from a start, with nothing known, every question asked unless its fact was
answered before, calls and jumps included, "unsure" left out; a route that looks at a fact of the ticket may
go by any of its rules. All volumes are contacts a month.

- Expected questions: for each outcome the mean over all ways to it, and of these the mean weighted by volume.
- Floor: H / log2(a), with H the entropy of the outcomes' volumes in bits and ``a`` the mean number of answers of
  the questions that can be reached, identity checks included: no order of questions with so many answers can
  need fewer on average (Shannon's bound for a code over ``a`` symbols).
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from annai.model.library import Library
from annai.model.policy import Limits
from annai.model.tree import Tree
from annai.trees.cycles import components
from annai.trees.examples import behind_questions, replay, walker_of
from annai.trees.figures import Beyond, Coverage, Figures, OutcomeFan, ReasonFan, Split, TreeFigures
from annai.trees.flow import Count, Flow, Paths
from annai.trees.knowledge import UNKNOWN, Domain, Knowledge, restrict
from annai.trees.reach import closure, following_places
from annai.trees.safety import safety_questions
from annai.trees.states import State, explore
from annai.trees.survey import grounds
from annai.trees.targets import Place
from annai.trees.ways import Ask, agents_ways

# Below so many bits an answer tells little: two answers of which one takes nine contacts of ten tell 0.47.
LOW_SPLIT = 0.5
# The logarithm of a number of ways that is no use to anybody.
MANY = math.log(1e9)


def measure(library: Library) -> Figures:
    """The figures of a library whose trees check clean; of others, what can be told without following cycles."""
    return _Measuring(library).figures()


def weighted(arrivals: Mapping[Place, Count], volumes: Mapping[Place, float]) -> float | None:
    """The mean number of questions over outcomes, weighted by volume; None without volume."""
    total = sum(volumes.get(place, 0) for place in arrivals)
    if not total:
        return None
    return sum(arrival.mean * volumes.get(place, 0) for place, arrival in arrivals.items()) / total


def entropy(amounts: Iterable[float]) -> float:
    """Shannon's entropy in bits of amounts taken as parts of their sum."""
    counted = list(amounts)
    total = sum(counted)
    return -sum(part * math.log2(part) for amount in counted if total and (part := amount / total) > 0)


class _Measuring:
    def __init__(self, library: Library) -> None:
        self.library = library
        self.trees = {name: document.value for name, document in library.trees.items()}
        self.ways = agents_ways(library)
        self.domain, self.live = grounds(library, self.ways, fleeting=True)
        self.starts = {name: Place(name, tree.start) for name, tree in self.trees.items()}
        self.blank = self._explored(self.domain.nothing_known())
        self.told = self._explored(_ticket_known(self.domain))
        self.volumes: dict[Place, float] = {
            Place(name, node_id): outcome.volume
            for name, tree in self.trees.items()
            for node_id, outcome in tree.outcomes.items()
        }
        self.safety = safety_questions(library)
        self.flows = self._flows()
        self.circles = self._circles()
        self.behind = behind_questions(self.ways)
        self.replayed = self._replayed()

    def figures(self) -> Figures:
        roots = self._main_roots()
        arrivals = self.blank[0].arrivals(self.blank[1][name] for name in roots)
        reached = closure(self.ways, (self.starts[name] for name in roots))
        volume = sum(self.volumes.values())
        return Figures(
            expected=weighted(arrivals, self.volumes),
            floor=self._floor(arrivals, reached, self.volumes),
            longest=max((self.blank[0].longest(self.blank[1][name]) for name in roots), default=0),
            unsure_share=self._only_unsure(reached, arrivals) / volume if volume else 0.0,
            other_share=sum(self._other(name) for name in self.trees) / volume if volume else 0.0,
            saved_by_facts=self._saved(roots, arrivals, self.volumes),
            trees=tuple(self._tree(name, tree) for name, tree in self.trees.items()),
            reasons=tuple(self._reasons()),
        )

    def _explored(self, known: Knowledge) -> tuple[Paths, dict[str, State]]:
        """The ways from each tree's start with the same known, and the state that each begins in."""
        present = {name: place for name, place in self.starts.items() if place in self.ways.stops}
        found = explore(self.ways, self.domain, self.live, ((place, known) for place in present.values()))
        begins = {name: State(place, restrict(known, self.live.at[place])) for name, place in present.items()}
        # Where too many situations begin at one node, wider ones stand for them.
        begins = {
            name: state if state in found.visits else _wider(found.roots, state) for name, state in begins.items()
        }
        return Paths(found), begins

    def _main_roots(self) -> list[str]:
        begins = self.blank[1]
        start = self.library.policy.value.start
        return [start] if start in begins else [name for name in begins if name in self.ways.starts]

    def _flows(self) -> Mapping[str, Flow]:
        """For each tree the contacts of all that come from the main start, else of those that begin there."""
        paths, begins = self.blank
        main = paths.flow((begins[name] for name in self._main_roots()), self.volumes)
        met = {place.tree for place, _, _ in main.taken}
        return {
            name: main if name in met or name not in begins else paths.flow([begins[name]], self.volumes)
            for name in self.trees
        }

    def _circles(self) -> Mapping[str, Collection[str]]:
        """For each tree those that lead to it and that it leads to; ways to its outcomes stay in these."""
        edges: dict[str, list[str]] = {name: [] for name in self.trees}
        for place in self.ways.stops:
            edges[place.tree] += [following.tree for following in following_places(self.ways, place)]
        return {name: group for group in components(self.trees, edges) for name in group}

    def _tree(self, name: str, tree: Tree) -> TreeFigures:
        begins = self.blank[1]
        arrivals = self.blank[0].arrivals([begins[name]], self.circles[name]) if name in begins else {}
        own = {place: arrival for place, arrival in arrivals.items() if place.tree == name}
        volumes = {place: volume for place, volume in self.volumes.items() if place.tree == name}
        reached = closure(self.ways, [self.starts[name]], self.circles[name])
        volume = sum(outcome.volume for outcome in tree.outcomes.values())
        nodes = sum(1 for _ in tree.nodes())
        longest = self.blank[0].longest(begins[name]) if name in begins else 0
        most_answers = max((len(question.answers) for question in tree.questions.values()), default=0)
        passing = max(volume, self.flows[name].entered.get(name, 0.0))
        other_share = self._other(name) / passing if passing else 0.0
        own_reached = {place for place in reached if place.tree == name}
        return TreeFigures(
            tree=name,
            questions=len(tree.questions),
            outcomes=len(tree.outcomes),
            nodes=nodes,
            volume=volume,
            longest=longest,
            most_answers=most_answers,
            expected=weighted(own, volumes),
            floor=self._floor(own, self._within(name), volumes),
            unsure_share=self._only_unsure(own_reached, own) / volume if volume else 0.0,
            other_share=other_share,
            saved_by_facts=self._saved([name], own, volumes, self.circles[name]) if name in begins else None,
            ticket_questions=tuple(
                question_id for question_id, question in tree.questions.items() if self._from_ticket(question.fact)
            ),
            low_splits=tuple(self._low_splits(name, tree)),
            outcomes_with_examples=self._outcome_coverage(name, tree),
            branches_with_examples=self._branch_coverage(name, tree),
            fan=tuple(
                OutcomeFan(place, tree.outcomes[place.node].volume, _number(arrival), arrival.mean)
                for place, arrival in sorted(own.items(), key=lambda item: list(tree.outcomes).index(item[0].node))
            ),
            beyond=_beyond(self.library.policy.value.limits, longest, most_answers, nodes, other_share),
        )

    def _within(self, name: str) -> set[Place]:
        """What walks meet on the way to outcomes of the tree itself: its nodes, and trees that it calls."""
        called: set[str] = set()
        waiting = [name]
        while waiting:
            tree = waiting.pop()
            if tree in self.trees and tree not in called:
                called.add(tree)
                waiting += [call.tree for call in self.trees[tree].calls.values()]
        return closure(self.ways, [self.starts[name]], called)

    def _floor(
        self, arrivals: Mapping[Place, Count], places: Iterable[Place], volumes: Mapping[Place, float]
    ) -> float | None:
        counts = [len(stop.choices) for place in places if isinstance(stop := self.ways.stops[place], Ask)]
        mean = sum(counts) / len(counts) if counts else 0
        if mean <= 1 or not any(volumes.get(place) for place in arrivals):
            return None
        return entropy(volumes.get(place, 0) for place in arrivals) / math.log2(mean)

    def _saved(
        self,
        roots: Sequence[str],
        arrivals: Mapping[Place, Count],
        volumes: Mapping[Place, float],
        trees: Collection[str] | None = None,
    ) -> float | None:
        """Compared over the outcomes that both kinds of walks come to."""
        paths, begins = self.told
        told = paths.arrivals([begins[name] for name in roots], trees)
        both = arrivals.keys() & told.keys()
        before = weighted({place: arrivals[place] for place in both}, volumes)
        after = weighted({place: told[place] for place in both}, volumes)
        return None if before is None or after is None else before - after

    def _only_unsure(self, reached: set[Place], arrivals: Mapping[Place, Count]) -> float:
        return sum(volume for place, volume in self.volumes.items() if place in reached and place not in arrivals)

    def _other(self, name: str) -> float:
        """Contacts of a tree's outcomes that are recorded as "other"."""
        reasons = self.library.reasons.value.reasons
        others = {
            node_id: outcome.volume
            for node_id, outcome in self.trees[name].outcomes.items()
            if outcome.reason in reasons and reasons[outcome.reason].other
        }
        caught = sum(
            contacts
            for (place, how, number, outcome), contacts in self.flows[name].ending.items()
            if how == "answer"
            and outcome.tree == name
            and outcome.node not in others
            and self.trees[place.tree].questions[place.node].answers[number].catch_all
        )
        return sum(others.values()) + caught

    def _from_ticket(self, fact: str | None) -> bool:
        return fact is not None and self.domain.numbers[fact] in self.domain.fleeting

    def _low_splits(self, name: str, tree: Tree) -> Iterator[Split]:
        """Questions that are asked to be safe are left out: parting contacts is not what they are for."""
        taken: dict[str, dict[str, float]] = defaultdict(dict)
        for (place, how, number), contacts in self.flows[name].taken.items():
            if place.tree == name and how == "answer":
                taken[place.node][tree.questions[place.node].answers[number].id] = contacts
        for question_id, question in tree.questions.items():
            volume = sum(taken[question_id].values())
            bits = entropy(taken[question_id].values())
            if volume and bits < LOW_SPLIT and Place(name, question_id) not in self.safety:
                shares = {answer.id: taken[question_id].get(answer.id, 0.0) / volume for answer in question.answers}
                yield Split(Place(name, question_id), bits, volume, shares)

    def _outcome_coverage(self, name: str, tree: Tree) -> Coverage:
        """Of the outcomes that a question leads to."""
        wanted = [node_id for node_id in tree.outcomes if Place(name, node_id) in self.behind]
        expected = {example.expect for example in tree.examples}
        missed = tuple(node_id for node_id in wanted if node_id not in expected)
        return Coverage(len(wanted) - len(missed), len(wanted), missed)

    def _branch_coverage(self, name: str, tree: Tree) -> Coverage:
        """Of answers, rules and ``else``, by the examples of all trees that come by."""
        branches = {
            **{
                (question_id, "answer", number): f"{question_id}: {answer.id}"
                for question_id, question in tree.questions.items()
                for number, answer in enumerate(question.answers)
            },
            **{
                (route_id, "rule", number): f"{route_id}: {number + 1}"
                for route_id, route in tree.routes.items()
                for number in range(len(route.rules))
            },
            **{
                (route_id, "else", 0): f"{route_id}: else" for route_id, route in tree.routes.items() if route.otherwise
            },
        }
        come_by = {(place.node, how, number) for place, how, number in self.replayed if place.tree == name}
        missed = tuple(shown for branch, shown in branches.items() if branch not in come_by)
        return Coverage(len(branches) - len(missed), len(branches), missed)

    def _replayed(self) -> set[tuple[Place, str, int]]:
        """Every step that some example takes."""
        walker = walker_of(self.library, self.ways)
        return {
            (taken.place, taken.how, taken.number)
            for tree in self.trees.values()
            for example in tree.examples
            for taken in replay(walker, self.ways, tree, example).standing.trail
        }

    def _reasons(self) -> Iterator[ReasonFan]:
        outcomes: dict[str, list[Place]] = defaultdict(list)
        for name, tree in self.trees.items():
            for node_id, outcome in tree.outcomes.items():
                outcomes[outcome.reason].append(Place(name, node_id))
        for reason in [*self.library.reasons.value.reasons, *outcomes]:
            places = tuple(outcomes.pop(reason, ()))
            if places:
                trees = Counter(place.tree for place in places)
                volume = sum(self.trees[place.tree].outcomes[place.node].volume for place in places)
                yield ReasonFan(reason, places, len(trees), volume)


def _number(count: Count) -> int | None:
    return round(math.exp(count.log)) if count.log < MANY else None


def _ticket_known(domain: Domain) -> Knowledge:
    """Every fact of the ticket is known, whatever it is; no other fact is."""
    everything = range(len(domain.facts))
    return tuple((fact, domain.whole(fact) & ~UNKNOWN if fact in domain.fleeting else UNKNOWN) for fact in everything)


def _wider(roots: tuple[State, ...], state: State) -> State:
    return next(root for root in roots if root.place == state.place)


def _beyond(limits: Limits, longest: int, most_answers: int, nodes: int, other_share: float) -> tuple[Beyond, ...]:
    measured = (
        Beyond("questions_per_path", longest, limits.questions_per_path),
        Beyond("answers_per_question", most_answers, limits.answers_per_question),
        Beyond("nodes_per_tree", nodes, limits.nodes_per_tree),
        Beyond("other_share", other_share, limits.other_share),
    )
    return tuple(one for one in measured if one.value > one.allowed)
