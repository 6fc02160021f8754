"""What the checks look at: the ways of agents and customers, and all that can happen on them."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from msgspec import Struct

from annai.diagnostics import Mark
from annai.model.library import Library
from annai.model.source import Key
from annai.trees.knowledge import ANYTHING, Domain, domain_of
from annai.trees.liveness import Liveness, liveness
from annai.trees.states import Exploration, explore
from annai.trees.targets import Place
from annai.trees.ways import End, Ways, agents_ways, customers_ways


class Survey(Struct, frozen=True):
    """Agents may begin anywhere with any facts known or not; customers begin with none known."""

    library: Library
    agents: Exploration
    customers: Exploration

    def at(self, place: Place, *keys: Key) -> Mark:
        """The mark of a node, or of a key in it."""
        return mark(self.library, place, *keys)

    @property
    def explorations(self) -> tuple[Exploration, Exploration]:
        """Both, the agents' first."""
        return self.agents, self.customers


def survey(library: Library) -> Survey:
    """Explores all trees of a library."""
    agents = agents_ways(library)
    domain, live = grounds(library, agents, fleeting=True)
    customers = customers_ways(library)
    public_domain, public_live = grounds(library, customers, fleeting=False)
    return Survey(
        library,
        explore(agents, domain, live, ((place, ANYTHING) for place in agents.roots)),
        explore(
            customers,
            public_domain,
            public_live,
            ((place, public_domain.nothing_known()) for place in customers.roots),
        ),
    )


def grounds(library: Library, ways: Ways, *, fleeting: bool) -> tuple[Domain, Liveness]:
    """The facts of an exploration, and where each of them matters."""
    facts = library.facts.value
    domain = domain_of(facts, ways, fleeting=fleeting)
    return domain, liveness(ways, domain, identity_reader(ways, facts.identity))


def identity_reader(ways: Ways, identity: str | None) -> Callable[[Place], Iterable[str]]:
    """What outcomes read: those that act, the identity fact."""

    def noted(place: Place) -> Iterable[str]:
        stop = ways.stops[place]
        return (identity,) if identity and isinstance(stop, End) and stop.acts else ()

    return noted


def mark(library: Library, place: Place, *keys: Key) -> Mark:
    """The mark of a node, or of a key in it."""
    document = library.trees[place.tree]
    kind = document.value.kind(place.node)
    return document.at(kind or "start", *((place.node, *keys) if kind else ()))


def path_of(places: Iterable[Place], home: str) -> str:
    """Nodes in order, for people; those of other trees than ``home`` with their tree's id."""
    return " → ".join(place.node if place.tree == home else str(place) for place in places)
