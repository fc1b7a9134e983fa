"""The generated constraints and indexes, on a true Neo4j Community."""

from __future__ import annotations

from collections.abc import Iterator

import neo4j
import pytest

from bench.neo4j_server import make_constraints
from emokg.graph.model import emokg_model

KINDS = ("CONSTRAINT", "INDEX")
PLURALS = {"CONSTRAINT": "CONSTRAINTS", "INDEX": "INDEXES"}


def held(driver: neo4j.Driver, kind: str) -> dict[str, tuple[object, ...]]:
    """Type, labels or relationship types, and properties of each constraint or index, by name."""
    text = f"SHOW {PLURALS[kind]} YIELD name, type, labelsOrTypes, properties"
    return {name: tuple(rest) for name, *rest in driver.execute_query(text).records}


@pytest.fixture
def constrained(neo4j_driver: neo4j.Driver) -> Iterator[neo4j.Driver]:
    """The server with these constraints alone; they go with the test: the server is shared."""
    drop_all(neo4j_driver)
    make_constraints(neo4j_driver)
    yield neo4j_driver
    drop_all(neo4j_driver)


def drop_all(driver: neo4j.Driver) -> None:
    """Constraints first, since each brings an index; the look-up of labels is the server's own."""
    for kind in KINDS:
        for name, (type_, *_) in held(driver, kind).items():
            if type_ != "LOOKUP":
                driver.execute_query(f"DROP {kind} {name} IF EXISTS")


def test_every_label_has_a_unique_key_and_running_twice_changes_nothing(
    constrained: neo4j.Driver,
) -> None:
    constraints, indexes = (held(constrained, kind) for kind in KINDS)
    for node in emokg_model().nodes:
        name = f"{node.table.lower()}_id"
        assert constraints[name] == ("UNIQUENESS", [node.table], ["id"])
    assert indexes["image_split"] == ("RANGE", ["Image"], ["split"])
    assert indexes["evokes_rank"] == ("RANGE", ["EVOKES"], ["rank"])
    make_constraints(constrained)
    assert [held(constrained, kind) for kind in KINDS] == [constraints, indexes]


def test_a_second_image_of_one_id_is_refused(constrained: neo4j.Driver) -> None:
    create = "UNWIND [1, 2] AS n CREATE (:Image {id: 'sha256:00000000deadbeef'})"
    with pytest.raises(neo4j.exceptions.ConstraintError, match="already exists"):
        constrained.execute_query(create)
