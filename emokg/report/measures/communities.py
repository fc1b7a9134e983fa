"""Which nodes of a small graph belong together, and where to draw them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import networkx as nx

SEED = 7

Pairs = Mapping[tuple[int, int], int]


@dataclass(frozen=True, slots=True)
class Communities:
    """Members by community, the largest first; `modularity` of the partition, -0.5 to 1."""

    members: tuple[tuple[int, ...], ...]
    modularity: float


def communities(nodes: int, pairs: Pairs) -> Communities:
    """Louvain's communities (Blondel et al. 2008) of nodes 0 … n-1 joined by weighted pairs."""
    graph = _graph(nodes, pairs)
    if not pairs:
        return Communities(tuple((node,) for node in range(nodes)), 0.0)
    found = nx.community.louvain_communities(graph, weight="weight", seed=SEED)
    members = sorted((tuple(sorted(group)) for group in found), key=lambda m: (-len(m), m))
    return Communities(tuple(members), nx.community.modularity(graph, found, weight="weight"))


def layout(nodes: int, pairs: Pairs) -> dict[int, tuple[float, float]]:
    """Where to draw them, -1 to 1 each way (Fruchterman and Reingold 1991, seeded)."""
    graph = _graph(nodes, pairs)
    places = nx.spring_layout(graph, weight="weight", seed=SEED, iterations=200, k=2 / nodes**0.5)
    return {node: (float(x), float(y)) for node, (x, y) in places.items()}


def _graph(nodes: int, pairs: Pairs) -> nx.Graph:
    graph = nx.Graph()
    graph.add_nodes_from(range(nodes))
    for (one, other), weight in sorted(pairs.items()):
        graph.add_edge(one, other, weight=weight)
    return graph
