"""The graph of `known/graph.yaml`: the same nodes and relationships in Neo4j and embedded."""

from __future__ import annotations

from typing import Any

import duckdb
import neo4j
import yaml

from emokg.graph.model import GraphModel
from tests.cypher.known_texts import KNOWN
from tests.cypher.small_graph import Node, Relationship, build


def contents() -> tuple[list[Node], list[Relationship]]:
    """Nodes and relationships; a node's key is (label, id)."""
    graph = yaml.safe_load((KNOWN / "graph.yaml").read_text(encoding="utf-8"))
    nodes: list[Node] = [
        ((label, properties["id"]), [label], properties)
        for label, rows in graph["nodes"].items()
        for properties in rows
    ]
    relationships: list[Relationship] = [
        ((group["from"], start), group["type"], (group["to"], end), dict(*properties))
        for group in graph["relationships"]
        for start, end, *properties in group["rows"]
    ]
    return nodes, relationships


def embed(connection: duckdb.DuckDBPyConnection) -> GraphModel:
    """Create and fill the tables of the embedded store."""
    return build(connection, *contents())


def load(driver: neo4j.Driver) -> dict[str, Any]:
    """Make it the whole content of a server; returns each node's `id` by its element id."""
    nodes, relationships = contents()
    driver.execute_query("MATCH (n) DETACH DELETE n")
    for (label, _), _, properties in nodes:
        driver.execute_query(f"CREATE (n:{label}) SET n = $properties", properties=properties)
    for (start, a), kind, (end, b), properties in relationships:
        driver.execute_query(
            f"MATCH (a:{start} {{id: $a}}), (b:{end} {{id: $b}}) "
            f"CREATE (a)-[r:{kind}]->(b) SET r = $properties",
            {"a": a, "b": b, "properties": properties},
        )
    found = driver.execute_query("MATCH (n) RETURN elementId(n), n.id")
    return dict(found.records)
