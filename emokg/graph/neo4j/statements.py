"""Cypher for one label, or for the relationships of one type between two labels.

Rows travel as lists in the order of the model's properties. What both Neo4j 5 and other servers
that speak Bolt understand is used, and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from emokg.graph.model import NodeTable, Property, RelationshipTable
from emokg.graph.row_schemas import ENDS, node_schema, relationship_schema


@dataclass(frozen=True)
class Part:
    """What is pushed in one go, in ranges of its first column. `keys` columns name a row.

    `read` takes $start and $end, `read_on` only $start; both take $limit.
    """

    name: str
    table: str
    schema: pa.Schema
    keys: int
    read: str
    read_on: str
    create: str
    update: str | None
    delete: str


def node_part(table: NodeTable) -> Part:
    """The nodes of a label."""
    label = quoted(table.table)
    node = f"MATCH (n:{label} {{id: row[0]}})"
    values = _map(table.properties, 0)
    columns = ", ".join(f"n.{quoted(stored.name)}" for stored in table.properties)
    read = f"MATCH (n:{label}) WHERE {{}} RETURN {columns} ORDER BY n.id LIMIT $limit"
    return Part(
        table.table,
        table.table,
        node_schema(table),
        1,
        read.format(_between("n.id")),
        read.format(_from("n.id")),
        f"UNWIND $rows AS row CREATE (:{label} {values})",
        _update(node, "n", table.properties[1:], 1),
        f"UNWIND $rows AS row {node} DETACH DELETE n",
    )


def relationship_part(table: RelationshipTable, source: str, target: str) -> Part:
    """The relationships of a type that start at one label and end at another."""
    kind = quoted(table.type)
    start, end = f"(a:{quoted(source)} {{id: row[0]}})", f"(b:{quoted(target)} {{id: row[1]}})"
    link = f"MATCH {start}-[r:{kind}]->{end}"
    own = "".join(f", r.{quoted(stored.name)}" for stored in table.properties)
    read = (
        f"MATCH (a:{quoted(source)})-[r:{kind}]->(b:{quoted(target)}) WHERE {{}} "
        f"RETURN a.id, b.id, {_text(source)} AS source, {_text(target)} AS target{own} "
        "ORDER BY a.id, b.id LIMIT $limit"
    )
    values = _map(table.properties, len(ENDS))
    return Part(
        f"{table.type}:{source}:{target}",
        table.table,
        relationship_schema(table),
        2,
        read.format(_between("a.id")),
        read.format(_from("a.id")),
        f"UNWIND $rows AS row MATCH {start} MATCH {end} CREATE (a)-[:{kind} {values}]->(b)",
        _update(link, "r", table.properties, len(ENDS)),
        f"UNWIND $rows AS row {link} DELETE r",
    )


def all_nodes(table: NodeTable) -> str:
    """Every node of a label, sorted by `id`; index-backed, since `id` has a constraint."""
    columns = ", ".join(f"n.{quoted(stored.name)}" for stored in table.properties)
    return f"MATCH (n:{quoted(table.table)}) WHERE n.id >= '' RETURN {columns} ORDER BY n.id"


def all_relationships(table: RelationshipTable) -> str:
    """Every relationship of a type, sorted by the ids of its ends; takes $sources and $targets.

    Where ends have one label each, the index gives the order.
    """
    both = (table.sources, table.targets)
    labels = [f":{quoted(ends[0])}" if len(ends) == 1 else "" for ends in both]
    own = "".join(f", r.{quoted(stored.name)}" for stored in table.properties)
    return (
        f"MATCH (a{labels[0]})-[r:{quoted(table.type)}]->(b{labels[1]}) WHERE a.id >= '' "
        "RETURN a.id, b.id, [l IN labels(a) WHERE l IN $sources][0], "
        f"[l IN labels(b) WHERE l IN $targets][0]{own} ORDER BY a.id, b.id"
    )


def count_nodes(table: NodeTable) -> str:
    """How many nodes a label has; Neo4j keeps this number."""
    return f"MATCH (n:{quoted(table.table)}) RETURN count(n)"


def count_relationships(table: RelationshipTable) -> str:
    """How many relationships a type has; Neo4j keeps this number."""
    return f"MATCH ()-[r:{quoted(table.type)}]->() RETURN count(r)"


def between(
    source: str, target: str, batches: Iterable[pa.RecordBatch]
) -> Iterator[pa.RecordBatch]:
    """Relationships that start at one label and end at another."""
    for batch in batches:
        chosen = pc.and_(
            pc.equal(batch.column("start_label"), source),
            pc.equal(batch.column("end_label"), target),
        )
        yield batch.filter(chosen)


def quoted(name: str) -> str:
    """A label, type or property in backticks."""
    return "`" + name.replace("`", "``") + "`"


def _between(key: str) -> str:
    return f"{_from(key)} AND {key} < $end"


def _from(key: str) -> str:
    return f"{key} >= $start"


def _text(value: str) -> str:
    return "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'"


def _map(properties: tuple[Property, ...], first: int) -> str:
    pairs = (f"{quoted(stored.name)}: row[{n}]" for n, stored in enumerate(properties, first))
    return "{" + ", ".join(pairs) + "}"


def _update(match: str, variable: str, properties: tuple[Property, ...], first: int) -> str | None:
    """Properties that others have set stay; ours are set, and removed where they are null."""
    if not properties:
        return None
    pairs = (
        f"{variable}.{quoted(stored.name)} = row[{n}]" for n, stored in enumerate(properties, first)
    )
    return f"UNWIND $rows AS row {match} SET {', '.join(pairs)}"
