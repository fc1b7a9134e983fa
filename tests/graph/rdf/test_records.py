"""Records → graph → RDF → records: all but the columns that the documentation says are lost."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest

from emokg.concepts.log import state
from emokg.content import content_folder
from emokg.graph.rdf import RdfStore, open_store
from emokg.records.tables import SCHEMAS, TABLES, TableName
from emokg.workspace import Workspace

QUESTIONS: dict[TableName, str] = {
    "images": """SELECT * { ?i a schema:ImageObject ; dcterms:identifier ?id ;
        dcterms:source/dcterms:identifier ?source
        OPTIONAL { ?i schema:contentUrl ?uri } OPTIONAL { ?i schema:width ?width }
        OPTIONAL { ?i schema:height ?height } OPTIONAL { ?i schema:sha256 ?sha256 }
        OPTIONAL { ?i emokg:phash ?phash } OPTIONAL { ?i dcterms:license ?license }
        OPTIONAL { ?i schema:creditText ?credit } OPTIONAL { ?i emokg:origin ?origin }
        OPTIONAL { ?i dcterms:description ?description }
        OPTIONAL { ?i emokg:confidence ?confidence } OPTIONAL { ?i emokg:prompt ?prompt }
        OPTIONAL { ?i emokg:split ?split } }""",
    "annotations": """SELECT * { ?a a oa:Annotation ; dcterms:identifier ?id ;
        oa:hasTarget/dcterms:identifier ?image ; prov:wasAttributedTo ?who ;
        emokg:dataset ?dataset . ?who dcterms:identifier ?annotator ; emokg:kind ?annotator_kind
        OPTIONAL { ?a dcterms:description ?description }
        OPTIONAL { ?a emokg:promptHash ?prompt_hash } OPTIONAL { ?a emokg:cost ?cost }
        OPTIONAL { ?a dcterms:created ?created } OPTIONAL { ?a emokg:confidence ?confidence } }""",
    "triplets": """SELECT * { ?i emokg:hasTriplet ?t ; dcterms:identifier ?image .
        ?t dcterms:identifier ?id OPTIONAL { ?t emokg:position ?position }
        OPTIONAL { ?t emokg:inBackground/dcterms:identifier ?background }
        OPTIONAL { ?t emokg:withAttribute/dcterms:identifier ?attribute }
        OPTIONAL { ?t emokg:ofSubject/dcterms:identifier ?subject } }""",
    "regions": """SELECT * { ?i emokg:hasRegion ?r ; dcterms:identifier ?image .
        ?r dcterms:identifier ?id ; emokg:bbox ?box
        OPTIONAL { ?r schema:about/dcterms:identifier ?subject }
        OPTIONAL { ?r emokg:score ?score } OPTIONAL { ?r emokg:area ?area }
        OPTIONAL { ?r emokg:hasMask ?m . ?m emokg:rle ?mask_rle ; schema:height ?mask_height ;
            schema:width ?mask_width OPTIONAL { ?m emokg:predictedIou ?predicted_iou } } }""",
    "emotions": """SELECT * { ?a onyx:hasEmotion ?vote ; dcterms:identifier ?annotation ;
        oa:hasTarget/dcterms:identifier ?image . ?vote onyx:hasEmotionIntensity ?probability ;
        onyx:hasEmotionCategory/dcterms:identifier ?emotion }""",
    "verdicts": """SELECT * { ?v a emokg:Verdict ; dcterms:identifier ?id ; emokg:kind ?kind ;
        emokg:judges/dcterms:identifier ?annotation ; emokg:decision ?decision ;
        prov:wasAttributedTo/dcterms:identifier ?judge OPTIONAL { ?v emokg:reason ?reason } }""",
    "duplicates": """SELECT * { ?i emokg:nearDuplicateOf ?pair ; dcterms:identifier ?image .
        ?pair emokg:image/dcterms:identifier ?other ; emokg:evidence ?evidence }""",
    "sources": """SELECT * { ?s a dcat:Dataset ; dcterms:identifier ?id
        OPTIONAL { ?s dcterms:title ?name } OPTIONAL { ?s dcterms:license ?license }
        OPTIONAL { ?s dcat:landingPage ?url } OPTIONAL { ?s emokg:origin ?origin }
        OPTIONAL { ?s dcterms:bibliographicCitation ?citation } }""",
}
DOCUMENT = (content_folder("schema") / "RDF.md").read_text(encoding="utf-8")


def not_carried(table: TableName) -> set[str]:
    """The columns that the documentation says are lost."""
    row = re.search(rf"^\| {table} \| (.*) \|$", DOCUMENT, re.MULTILINE)
    return set(re.findall(r"`(\w+)`", row[1])) if row else set()


@pytest.fixture(scope="module")
def store(real: Workspace) -> Iterator[RdfStore]:
    with open_store(real) as store:
        yield store


def counted(rows: list[dict[str, Any]], columns: set[str]) -> Counter[tuple[Any, ...]]:
    return Counter(tuple(row.get(name) for name in sorted(columns)) for row in rows)


@pytest.mark.parametrize("table", [table for table in TABLES if table != "concepts"])
def test_a_table_comes_back_from_rdf(real: Workspace, store: RdfStore, table: TableName) -> None:
    found = store.sparql(QUESTIONS[table]).rows()
    for row in found:
        if "box" in row:
            row |= dict(zip(("x1", "y1", "x2", "y2"), row["box"], strict=True))
    wanted = real.read(table).to_pylist()
    if table == "emotions":
        wanted = [row for row in wanted if row["annotation"] is not None]
    assert wanted or table == "verdicts"  # of which the samples have none
    columns = set(SCHEMAS[table].names) - not_carried(table)
    assert counted(found, columns) == counted(wanted, columns)


def test_of_the_concepts_what_holds_now_comes_back(real: Workspace, store: RdfStore) -> None:
    found = store.sparql(
        "SELECT * { ?term emokg:broader ?match ; dcterms:identifier ?phrase . "
        "?match emokg:concept/dcterms:identifier ?concept ; emokg:relation ?relation ; "
        "emokg:method ?method OPTIONAL { ?match emokg:score ?score } }"
    ).rows()
    for row in found:
        row["kind"], _, row["concept"] = row["concept"].partition(":")
        if "/concept/" in row["term"]:
            row["phrase"] = row["phrase"].partition(":")[2]
    now = state(real.read("concepts"))
    names = {(key.kind, key.phrase): of.concept for key, of in now.items() if key.link == "match"}
    wanted = [
        key._asdict() | entry._asdict()
        for key, entry in now.items()
        if key.link == "match" or names.get(key[:2]) in (None, key.phrase)
    ]
    assert {row["relation"] for row in wanted} == {"exactMatch", "closeMatch", "broadMatch"}
    columns = set(SCHEMAS["concepts"].names) - {"step", "link"}
    assert counted(found, columns) == counted(wanted, columns)


def test_labels_come_back_as_what_their_image_evokes(real: Workspace, store: RdfStore) -> None:
    found = store.sparql(
        "SELECT ?image ?emotion ?probability { ?i dcterms:identifier ?image ; emokg:evokes ?one . "
        "?one onyx:hasEmotionIntensity ?probability ; "
        "onyx:hasEmotionCategory/dcterms:identifier ?emotion }"
    ).rows()
    labels = [row for row in real.read("emotions").to_pylist() if row["annotation"] is None]
    columns = {"image", "emotion", "probability"}
    strong = [row for row in labels if row["probability"] >= 0.05]
    assert strong
    assert counted(strong, columns) <= counted(found, columns)
