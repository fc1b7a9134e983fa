"""Real records as plain rows and as a graph, made without the code under test."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import duckdb
import neo4j
import pyarrow as pa

from emokg.content import content_folder
from emokg.graph.model import GraphModel
from emokg.table import Table
from emokg.taxonomy import CES
from tests.contract.made_up import MadeUp, link
from tests.cypher.small_graph import Node, Relationship, build

RECORDS = content_folder("ingest") / "samples" / "emoset-vlm" / "records.jsonl"
SOURCES = ("emoset", "emoset-b", "emoset-c")


@dataclass(frozen=True)
class Image:
    """One record: `triplets` are (background, attribute, subject) after splitting at commas."""

    id: str
    source: str
    label: str | None
    votes: Mapping[str, str]
    description: str
    triplets: tuple[tuple[str | None, str | None, str | None], ...]

    @property
    def distribution(self) -> dict[str, float]:
        """The source's own label, else the mean of the votes."""
        if self.label:
            return {self.label: 1.0}
        shares: dict[str, float] = {}
        for emotion in self.votes.values():
            shares[emotion] = shares.get(emotion, 0.0) + 1 / len(self.votes)
        return shares

    @property
    def ces(self) -> str | None:
        """The rank-1 emotion."""
        found = self.distribution
        return min(found, key=lambda name: (-found[name], name)) if found else None

    def phrases(self, place: int) -> set[str]:
        """Distinct backgrounds (0), attributes (1) or subjects (2)."""
        return {phrase for triplet in self.triplets if (phrase := triplet[place])}

    def concepts(self, place: int) -> set[str]:
        """What `concepts_of` puts above the phrases of one kind."""
        return {concept for phrase in self.phrases(place) for concept in concepts_of(phrase)}


@lru_cache
def images() -> tuple[Image, ...]:
    """Every third record, dealt over three sources.

    Some lose their label, so that the votes decide; some of these their votes too; some lose their
    triplets.
    """
    with RECORDS.open(encoding="utf-8") as lines:
        records = [json.loads(line) for line in lines][::3]
    return tuple(
        Image(
            id=f"{SOURCES[number % 3]}:{record['id']}",
            source=SOURCES[number % 3],
            label=None if number % 4 == 0 else record["gold_emotion"],
            votes={} if number % 20 == 0 else record["votes"],
            description=record["description"],
            triplets=() if number % 15 == 0 else tuple(_triplets(record)),
        )
        for number, record in enumerate(records)
    )


def _triplets(record: Mapping[str, Any]) -> Iterator[tuple[str | None, str | None, str | None]]:
    for triplet in record["triplets"]:
        for attribute in (triplet["attribute"] or "").split(","):
            parts = (record["background"], attribute, triplet["subject"])
            yield tuple(part.strip().lower() or None if part else None for part in parts)


def concepts_of(phrase: str) -> tuple[str, ...]:
    """The concept above a phrase, its last word; and above some of these another one.

    A background and a subject may be below the same.
    """
    *modifiers, last = phrase.split()
    if not modifiers:
        return ()
    return (last, "nature") if last in ("field", "forest", "landscape", "park") else (last,)


def graph(records: tuple[Image, ...]) -> tuple[list[Node], list[Relationship]]:
    """Nodes and relationships as the design has them."""
    nodes: dict[tuple[str, str], dict[str, Any]] = {}
    ties: list[Relationship] = []
    broader: dict[object, Relationship] = {}

    def node(label: str, name: str, **properties: Any) -> tuple[str, str]:
        nodes.setdefault((label, name), {"id": name} | properties)
        return label, name

    for emotion in CES:
        node("Emotion", emotion)
    for image in records:
        own = node("Image", image.id, desSpaces=["emoset-vlm"], uri=f"{image.id}.jpg")
        ties.append((own, "FROM_SOURCE", node("Source", image.source), {}))
        shares = sorted(image.distribution.items(), key=lambda pair: (-pair[1], pair[0]))
        for rank, (emotion, share) in enumerate(shares, start=1):
            ties.append((own, "EVOKES", ("Emotion", emotion), {"probability": share, "rank": rank}))
        for annotator, vote in image.votes.items():
            said = image.description if annotator.startswith("claude") else None
            note = node("Annotation", f"{image.id}#{annotator}", description=said)
            ties.append((note, "ANNOTATES", own, {}))
            ties.append((note, "MADE_BY", node("Annotator", annotator, kind="model"), {}))
            ties.append((note, "VOTES", ("Emotion", vote), {"probability": 1.0, "rank": 1}))
        for position, parts in enumerate(image.triplets):
            triplet = node("Triplet", f"{image.id}#t{position}", position=position)
            ties.append((own, "HAS_TRIPLET", triplet, {}))
            for kind, label, part in zip(_TIES, _LABELS, parts, strict=True):
                if part:
                    ties.append((triplet, kind, node(label, part, text=part), {}))
        for place, label in enumerate(_LABELS):
            for phrase in sorted(image.phrases(place)):
                ties.append((own, f"HAS_{label.upper()}", (label, phrase), {}))
                below = (label, phrase)
                for concept in concepts_of(phrase):
                    above = node("Concept", concept, text=concept)
                    broader[below, above] = (below, "BROADER", above, WIDER)
                    below = above
        if image.triplets and image.triplets[0][2] and len(image.id) % 2:
            region = node("Region", f"{image.id}#r0")
            ties.append((own, "HAS_REGION", region, {}))
            ties.append((region, "DEPICTS", ("Subject", image.triplets[0][2]), {}))
            if len(image.id) % 4 == 1:
                ties.append((region, "HAS_MASK", node("Mask", f"{image.id}#r0"), {}))
    ties.extend(broader.values())
    return [(key, (key[0],), properties) for key, properties in nodes.items()], ties


def rows(records: tuple[Image, ...]) -> MadeUp:
    """The same as rows that any store can be made of."""
    nodes, ties = graph(records)
    of_label: dict[str, list[dict[str, Any]]] = {}
    of_type: dict[str, list[dict[str, Any]]] = {}
    for (label, _), _, properties in nodes:
        of_label.setdefault(label, []).append(dict(properties))
    for (source, start), kind, (target, end), properties in ties:
        of_type.setdefault(kind, []).append(link(start, end, f"{source} {target}", **properties))
    return MadeUp(
        {label: tuple(found) for label, found in of_label.items()},
        {kind: tuple(found) for kind, found in of_type.items()},
    )


WIDER = {"relation": "broadMatch", "method": "head"}
_TIES = ("IN_BACKGROUND", "WITH_ATTRIBUTE", "OF_SUBJECT")
_LABELS = ("Background", "Attribute", "Subject")


class Embedded:
    """The records in the embedded engine."""

    def __init__(self, records: tuple[Image, ...]) -> None:
        self.connection = duckdb.connect()
        self.model: GraphModel = build(self.connection, *graph(records))

    def cypher(self, text: str, parameters: Mapping[str, Any] | None = None, /) -> Table:
        """The answer of the compiler."""
        from emokg.cypher import run

        return run(self.connection, self.model, text, parameters)


class Server:
    """The same records in a true Neo4j."""

    def __init__(self, driver: neo4j.Driver) -> None:
        self.driver = driver

    def load(self, records: tuple[Image, ...]) -> None:
        """Replace everything on the server."""
        nodes, ties = graph(records)
        self.driver.execute_query("MATCH (n) DETACH DELETE n")
        groups: dict[tuple[str, ...], list[dict[str, Any]]] = {}
        for (label, _), _, properties in nodes:
            groups.setdefault((label,), []).append(properties)
        for (label,), rows in groups.items():
            self.driver.execute_query(f"CREATE INDEX {label} IF NOT EXISTS FOR (n:{label}) ON n.id")
            self.driver.execute_query(
                f"UNWIND $rows AS row CREATE (n:{label}) SET n = row", rows=rows
            )
        self.driver.execute_query("CALL db.awaitIndexes(300)")
        groups = {}
        for (label, start), kind, (other, end), properties in ties:
            row = {"start": start, "end": end, "properties": properties}
            groups.setdefault((label, kind, other), []).append(row)
        for (label, kind, other), rows in groups.items():
            self.driver.execute_query(
                f"UNWIND $rows AS row MATCH (a:{label} {{id: row.start}}) "
                f"MATCH (b:{other} {{id: row.end}}) CREATE (a)-[r:{kind}]->(b) "
                "SET r = row.properties",
                rows=rows,
            )

    def cypher(self, text: str, parameters: Mapping[str, Any] | None = None, /) -> Table:
        """Neo4j's own answer."""
        with self.driver.session() as session:
            result = session.run(text, dict(parameters or {}))
            names = result.keys()
            rows = [record.values() for record in result]
        columns = [pa.array([row[place] for row in rows]) for place in range(len(names))]
        return Table(pa.Table.from_arrays(columns, names=list(names)))
