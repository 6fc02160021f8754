"""Parts of a graph whose nodes all lead to each other: Tarjan's algorithm, without recursion.

Source: R. Tarjan, Depth-first search and linear graph algorithms, SIAM J. Comput. 1 (1972).
"""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Hashable, Iterable, Mapping
from typing import TypeVar

N = TypeVar("N", bound=Hashable)


def components(nodes: Iterable[N], edges: Mapping[N, Collection[N]]) -> list[set[N]]:
    """The strongly connected components, each after those that it leads to."""
    number: dict[N, int] = {}
    low: dict[N, int] = {}
    open_nodes: list[N] = []
    is_open: set[N] = set()
    found: list[set[N]] = []
    for root in nodes:
        if root in number:
            continue
        number[root] = low[root] = len(number)
        open_nodes.append(root)
        is_open.add(root)
        path = [(root, iter(edges.get(root, ())))]
        while path:
            node, following = path[-1]
            for other in following:
                if other not in number:
                    number[other] = low[other] = len(number)
                    open_nodes.append(other)
                    is_open.add(other)
                    path.append((other, iter(edges.get(other, ()))))
                    break
                if other in is_open:
                    low[node] = min(low[node], number[other])
            else:
                path.pop()
                if path:
                    low[path[-1][0]] = min(low[path[-1][0]], low[node])
                if low[node] == number[node]:
                    group: set[N] = set()
                    while node not in group:
                        member = open_nodes.pop()
                        is_open.discard(member)
                        group.add(member)
                    found.append(group)
    return found


def is_cycle(group: Collection[N], edges: Mapping[N, Collection[N]]) -> bool:
    """Whether a component goes round: more than one node, or one that leads to itself."""
    return len(group) > 1 or any(node in edges.get(node, ()) for node in group)


def way_round(start: N, group: Collection[N], edges: Mapping[N, Collection[N]]) -> list[N]:
    """A shortest way from ``start`` back to itself inside a component that is a cycle, both ends named."""
    came_from: dict[N, N] = {}
    waiting = deque([start])
    while waiting:
        node = waiting.popleft()
        for other in edges.get(node, ()):
            if other == start:
                path = [node]
                while path[-1] != start:
                    path.append(came_from[path[-1]])
                return [*path[::-1], start]
            if other in group and other not in came_from:
                came_from[other] = node
                waiting.append(other)
    return [start]
