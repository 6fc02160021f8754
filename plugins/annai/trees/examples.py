"""Examples of trees: whether they can be replayed and land where they say, and are private and fresh (T70x)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from msgspec import Struct

from annai.diagnostics import Finding, Mark, nearest
from annai.model.library import Library
from annai.model.tree import Example, Tree
from annai.trees.likeness import key
from annai.trees.personal_data import personal_data
from annai.trees.reach import closure, leading_to
from annai.trees.targets import Place
from annai.trees.walk import Standing, Walker
from annai.trees.ways import Ask, Run, Ways, agents_ways, steps

# From how many contacts a month on an outcome should have an example; for how long a count holds.
COMMON = 10
FRESH = timedelta(days=180)


class Replay(Struct, frozen=True):
    """What became of an example.

    ``missing``: a question that it has no answer to. ``wrong``: one that has not the answer that it gives.
    ``endless``: it answers round in a circle. ``unused``: answers to questions that were not asked.
    """

    standing: Standing
    missing: Place | None = None
    wrong: Place | None = None
    endless: bool = False
    unused: tuple[str, ...] = ()


def check(library: Library) -> Iterator[Finding]:
    """T701, T702, T703, T704, T706 and T707."""
    ways = agents_ways(library)
    yield from replays(library, ways)
    yield from without_example(library, ways)
    yield from same_words(library)
    yield from private_words(library)
    yield from stale_volumes(library)


def walker_of(library: Library, ways: Ways) -> Walker:
    """A walker that knows which facts have levels."""
    facts = library.facts.value.facts
    return Walker(ways, {name: fact.levels for name, fact in facts.items() if fact.levels})


def replay(walker: Walker, ways: Ways, tree: Tree, example: Example) -> Replay:
    """Walks an example from its ``from`` with its facts known, by its answers, which may be of any tree met."""
    standing = walker.begin(Place(tree.id, example.start or tree.start), example.facts)
    used: set[str] = set()
    met: set[object] = set()
    while standing.end is None:
        question = standing.place.node
        moment = (standing.place, standing.calls, tuple(sorted(standing.known.items())))
        if moment in met:
            return Replay(standing, endless=True)
        met.add(moment)
        if question not in example.answers:
            return Replay(standing, missing=standing.place)
        used.add(question)
        stop = ways.stops[standing.place]
        if not isinstance(stop, Ask) or example.answers[question] not in [choice.id for choice in stop.choices]:
            return Replay(standing, wrong=standing.place)
        standing = walker.answer(standing, example.answers[question])
    return Replay(standing, unused=tuple(name for name in example.answers if name not in used))


def replays(library: Library, ways: Ways) -> Iterator[Finding]:
    """T701: it stops before an outcome, or has answers to questions that are not asked. T702: it lands elsewhere.

    One that lands elsewhere is told as such alone, whatever answers it has left.
    """
    walker = walker_of(library, ways)
    for document in library.trees.values():
        tree = document.value
        for index, example in enumerate(tree.examples):
            finding = _told(library, tree, example, replay(walker, ways, tree, example), document.at("examples", index))
            if finding is not None:
                yield finding


def without_example(library: Library, ways: Ways) -> Iterator[Finding]:
    """T703: an outcome with a volume of at least ten that a question leads an agent to, and no example.

    One that lands there while it expects another outcome (T702) is an example enough.
    """
    behind = behind_questions(ways)
    walker = walker_of(library, ways)
    for name, document in library.trees.items():
        tree = document.value
        found = {Place(name, example.expect) for example in tree.examples}
        for node_id, outcome in tree.outcomes.items():
            place = Place(name, node_id)
            if outcome.volume < COMMON or place not in behind or place in found:
                continue
            if all(replay(walker, ways, tree, example).standing.place != place for example in tree.examples):
                mark = document.at("outcomes", node_id)
                yield Finding.warning("T703.outcome", mark, outcome=node_id, volume=outcome.volume)


def same_words(library: Library) -> Iterator[Finding]:
    """T704: examples with the same text, but for width, case, spaces and punctuation, that expect two outcomes."""
    first: dict[str, tuple[Place, Mark]] = {}
    for name, document in library.trees.items():
        for index, example in enumerate(document.value.examples):
            place, mark = Place(name, example.expect), document.at("examples", index)
            words = key(example.text) or example.text
            other, where = first.setdefault(words, (place, mark))
            if other != place:
                yield Finding.error("T704.text", mark, outcome=place, other=other, where=f"{where.path}:{where.line}")


def private_words(library: Library) -> Iterator[Finding]:
    """T706: personal data in the text of an example, or in its ``why``. Each kind once."""
    inputs = library.facts.value.inputs
    for document in library.trees.values():
        for index, example in enumerate(document.value.examples):
            found = dict.fromkeys(
                kind for text in (example.text, example.why or "") for kind in personal_data(text, inputs)
            )
            for kind, label in found:
                yield Finding.error(f"T706.{kind}", document.at("examples", index), label=label)


def stale_volumes(library: Library) -> Iterator[Finding]:
    """T707: volumes that were counted more than 180 days ago."""
    for document in library.trees.values():
        asof = document.value.volume_asof
        if asof is not None and library.today - asof > FRESH:
            days = (library.today - asof).days
            yield Finding.warning("T707.volumes", document.at("volume_asof"), asof=asof, days=days)


def _told(library: Library, tree: Tree, example: Example, replayed: Replay, mark: Mark) -> Finding | None:
    standing, own = replayed.standing, tree.id
    if replayed.missing:
        question = _named(replayed.missing, own)
        return Finding.error("T701.missing", mark, question=question, node=replayed.missing.node)
    if replayed.wrong:
        asked = library.trees[replayed.wrong.tree].value.questions[replayed.wrong.node]
        answer = example.answers[replayed.wrong.node]
        near = nearest(answer, [choice.id for choice in asked.answers])
        return Finding.error("T701.answer", mark, question=_named(replayed.wrong, own), answer=answer, near=near)
    if replayed.endless or standing.end in ("endless", "stuck"):
        key = "T701.stuck" if standing.end == "stuck" else "T701.round"
        return Finding.error(key, mark, node=_named(standing.place, own))
    if standing.end == "returned":
        return Finding.error("T702.returned", mark, name=standing.name, expect=example.expect)
    if standing.place != Place(own, example.expect):
        title = library.trees[standing.place.tree].value.outcomes[standing.place.node].title
        landed = _named(standing.place, own)
        return Finding.error("T702.outcome", mark, landed=landed, title=title, expect=example.expect)
    if replayed.unused:
        return Finding.error("T701.unused", mark, questions=", ".join(replayed.unused))
    return None


def _named(place: Place, own: str) -> str:
    return place.node if place.tree == own else str(place)


def behind_questions(ways: Ways) -> set[Place]:
    """Places that some walk comes to after a question: its own answers, or one in a tree that was called."""
    asking = leading_to(ways, (place for place, stop in ways.stops.items() if isinstance(stop, Ask)))
    begins: list[Place] = []
    for place in closure(ways, ways.roots):
        stop = ways.stops[place]
        if isinstance(stop, Ask) or (isinstance(stop, Run) and stop.start in asking):
            begins += [go.place for go in steps(stop) if go.kind != "return"]
    return closure(ways, begins)
