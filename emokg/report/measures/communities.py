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


def layout(pairs: Pairs) -> dict[int, tuple[float, float]]:
    """Where to draw the nodes of the largest connected part, -1 to 1 each way.

    Distances follow the number of steps between two nodes (Kamada and Kawai 1989).
    """
    graph = _graph(0, pairs)
    if not graph:
        return {}
    part = min(nx.connected_components(graph), key=lambda nodes: (-len(nodes), min(nodes)))
    places = nx.kamada_kawai_layout(graph.subgraph(sorted(part)), weight=None)
    return {node: (float(x), float(y)) for node, (x, y) in sorted(places.items())}


def _graph(nodes: int, pairs: Pairs) -> nx.Graph:
    graph = nx.Graph()
    graph.add_nodes_from(range(nodes))
    for (one, other), weight in sorted(pairs.items()):
        graph.add_edge(one, other, weight=weight)
    return graph
