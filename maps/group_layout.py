"""Where the groups stand in a layered drawing: the whole on the left, its parts to the right.

The layered method of Sugiyama, Tagawa and Toda (1981): ranks, bends where a link passes a rank,
an order within each rank with few crossings, places by least squares. Pure and deterministic.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

_SWEEPS: Final = 24
# Heights in units of one box; between two of them there is a little air.
_BOX: Final = 1.0
_BEND: Final = 0.3
_AIR: Final = 0.18

Edge = tuple[str, str]
_Layers = list[list[str]]


@dataclass(frozen=True)
class Drawing:
    """Places of boxes and links, in columns (x) and box heights (y), from the upper left.

    `at` has for each node its column and the middle of its box; `through` has for each link
    (child, parent) the points from the parent to the child, bends included, both ends the middles
    of boxes.
    """

    at: Mapping[str, tuple[int, float]]
    through: Mapping[Edge, tuple[tuple[int, float], ...]]
    columns: int
    height: float


def draw(nodes: Sequence[str], links: Iterable[Edge]) -> Drawing:
    """Lay out a graph without cycles; parts that hang together stand together.

    Args:
        nodes: ids, each once; their order settles ties.
        links: (child, parent) pairs.
    """
    links = list(dict.fromkeys(links))
    at: dict[str, tuple[int, float]] = {}
    through: dict[Edge, tuple[tuple[int, float], ...]] = {}
    top, columns = 0.0, 0
    for part in _parts(nodes, links):
        own = [link for link in links if link[0] in part]
        ranks = _ranks(part, own)
        layers, chains = _layers(part, own, ranks)
        y = _heights(_ordered(layers, chains), chains)
        lowest = min(y.values()) - _BOX / 2
        for node in part:
            at[node] = ranks[node], y[node] - lowest + top
        for link, chain in chains.items():
            first = ranks[link[1]]
            through[link] = tuple(
                (first + i, y[stop] - lowest + top) for i, stop in enumerate(chain)
            )
        top += max(y.values()) - lowest + _BOX / 2 + _AIR
        columns = max(columns, *(ranks[n] + 1 for n in part))
    return Drawing(at, through, columns, max(0.0, top - _AIR))


def alone(nodes: Sequence[str], links: Iterable[Edge]) -> list[str]:
    """Return the nodes without any link, in their order."""
    linked = {end for link in links for end in link}
    return [node for node in nodes if node not in linked]


def _parts(nodes: Sequence[str], links: Sequence[Edge]) -> list[list[str]]:
    """Return the nodes by connected part, the largest part first."""
    part_of = {node: {node} for node in nodes}
    for child, parent in links:
        merged = part_of[child] | part_of[parent]
        for node in merged:
            part_of[node] = merged
    found = {id(part): [n for n in nodes if n in part] for part in part_of.values()}
    return sorted(found.values(), key=lambda part: (-len(part), nodes.index(part[0])))


def _ranks(part: Sequence[str], links: Sequence[Edge]) -> dict[str, int]:
    """Return each node's column: right of all its parents, the links as short as may be."""
    parents: dict[str, list[str]] = defaultdict(list)
    children: dict[str, list[str]] = defaultdict(list)
    for child, parent in links:
        parents[child].append(parent)
        children[parent].append(child)
    ranks: dict[str, int] = {}

    def rank(node: str) -> int:
        if node not in ranks:
            ranks[node] = 1 + max((rank(p) for p in parents[node]), default=-1)
        return ranks[node]

    for node in part:
        rank(node)
    # A node and all that hangs tight on it move right as long as more links shorten than lengthen.
    moved = True
    while moved:
        moved = False
        for node in part:
            tight = _tight(node, children, ranks)
            lengthened = sum(p not in tight for n in tight for p in parents[n])
            shortened = sum(c not in tight for n in tight for c in children[n])
            if shortened > lengthened:
                ranks |= {n: ranks[n] + 1 for n in tight}
                moved = True
    least = min(ranks.values())
    return {node: r - least for node, r in ranks.items()}


def _tight(
    node: str, children: Mapping[str, Sequence[str]], ranks: Mapping[str, int]
) -> frozenset[str]:
    """Return a node and whatever would be pushed if it moved one column to the right."""
    found, waiting = {node}, [node]
    while waiting:
        parent = waiting.pop()
        pushed = {c for c in children.get(parent, ()) if ranks[c] == ranks[parent] + 1} - found
        found |= pushed
        waiting.extend(sorted(pushed))
    return frozenset(found)


def _layers(
    part: Sequence[str], links: Sequence[Edge], ranks: Mapping[str, int]
) -> tuple[_Layers, dict[Edge, list[str]]]:
    """Return the columns, and for each link its stops: parent, a bend per column, child."""
    layers: _Layers = [[] for _ in range(max(ranks.values()) + 1)]
    for node in part:
        layers[ranks[node]].append(node)
    chains = {}
    for child, parent in links:
        bends = [f"\0{child}\0{parent}\0{k}" for k in range(ranks[parent] + 1, ranks[child])]
        for k, bend in enumerate(bends, start=ranks[parent] + 1):
            layers[k].append(bend)
        chains[child, parent] = [parent, *bends, child]
    return layers, chains


def _steps(chains: Mapping[Edge, Sequence[str]]) -> list[Edge]:
    """Return the pairs (left, right) of neighbouring stops."""
    return [step for chain in chains.values() for step in pairwise(chain)]


def crossings(layers: Sequence[Sequence[str]], steps: Iterable[Edge]) -> int:
    """Return how often the straight steps between neighbouring columns cross."""
    place = {node: (k, i) for k, layer in enumerate(layers) for i, node in enumerate(layer)}
    between: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for left, right in steps:
        between[place[left][0]].append((place[left][1], place[right][1]))
    return sum(
        (a[0] - b[0]) * (a[1] - b[1]) < 0
        for pairs in between.values()
        for i, a in enumerate(pairs)
        for b in pairs[:i]
    )


def _ordered(layers: _Layers, chains: Mapping[Edge, Sequence[str]]) -> _Layers:
    """Order each column by the middle of its neighbours, sweeping to and fro; keep the best."""
    steps = _steps(chains)
    left_of: dict[str, list[str]] = defaultdict(list)
    right_of: dict[str, list[str]] = defaultdict(list)
    for left, right in steps:
        right_of[left].append(right)
        left_of[right].append(left)
    now = [list(layer) for layer in layers]
    best, fewest = [list(layer) for layer in now], crossings(now, steps)
    for sweep in range(_SWEEPS):
        rightwards = sweep % 2 == 0
        order = range(1, len(now)) if rightwards else range(len(now) - 2, -1, -1)
        neighbours = left_of if rightwards else right_of
        for k in order:
            beside = {n: i for i, n in enumerate(now[k - 1 if rightwards else k + 1])}
            now[k].sort(key=_middle(now[k], neighbours, beside))
        _swap(now, steps)
        if (n := crossings(now, steps)) < fewest:
            best, fewest = [list(layer) for layer in now], n
    return best


def _middle(
    layer: Sequence[str], neighbours: Mapping[str, Sequence[str]], beside: Mapping[str, int]
) -> Callable[[str], float]:
    """Return a sort key: the mean place of a node's neighbours; without any, its own place."""
    own = {node: float(i) for i, node in enumerate(layer)}

    def key(node: str) -> float:
        places = [beside[n] for n in neighbours.get(node, ())]
        return float(np.mean(places)) if places else own[node]

    return key


def _swap(layers: _Layers, steps: Sequence[Edge]) -> None:
    """Exchange neighbours of a column wherever that saves crossings."""
    for layer in layers:
        for i in range(len(layer) - 1):
            before = crossings(layers, steps)
            layer[i], layer[i + 1] = layer[i + 1], layer[i]
            if crossings(layers, steps) >= before:
                layer[i], layer[i + 1] = layer[i + 1], layer[i]


def _heights(layers: _Layers, chains: Mapping[Edge, Sequence[str]]) -> dict[str, float]:
    """Return the middle of each stop: near its neighbours, in order, and never overlapping."""
    neighbours: dict[str, list[str]] = defaultdict(list)
    for left, right in _steps(chains):
        neighbours[left].append(right)
        neighbours[right].append(left)
    y = {node: float(i) for layer in layers for i, node in enumerate(layer)}
    for sweep in range(_SWEEPS):
        for layer in layers if sweep % 2 == 0 else reversed(layers):
            wanted = [
                float(np.mean([y[n] for n in neighbours[node]])) if neighbours[node] else y[node]
                for node in layer
            ]
            size = [_BEND if node.startswith("\0") else _BOX for node in layer]
            y |= dict(zip(layer, apart(wanted, size, _AIR), strict=True))
    return y


def apart(wanted: Sequence[float], size: Sequence[float], air: float) -> list[float]:
    """Return the places nearest to the wanted ones, in the same order, that do not overlap.

    Least squares under least distances: pool adjacent violators.

    Args:
        wanted: where the middle of each thing would like to be.
        size: how much room each takes.
        air: least gap between two.
    """
    shift = np.concatenate([[0.0], np.cumsum([(a + b) / 2 + air for a, b in pairwise(size)])])
    pools: list[tuple[float, int]] = []
    for target in np.asarray(wanted, dtype=float) - shift[: len(wanted)]:
        mean, n = float(target), 1
        while pools and pools[-1][0] > mean:
            other, m = pools.pop()
            mean, n = (mean * n + other * m) / (n + m), n + m
        pools.append((mean, n))
    level = [mean for mean, n in pools for _ in range(n)]
    return [float(v + s) for v, s in zip(level, shift, strict=False)]
