"""What a server is said to lack, it lacks, and no other does."""

from __future__ import annotations

import neo4j
import pytest

from tests.contract.made_up import MOMENT
from tests.servers.bolt import BoltServer

PROCEDURE = "db.create.setNodeVectorProperty"
VECTOR_INDEX = (
    "CREATE VECTOR INDEX probe FOR (n:Probe) ON (n.v) OPTIONS {indexConfig: "
    "{`vector.dimensions`: 4, `vector.similarity_function`: 'cosine'}}"
)


def test_zoned_times(bolt: BoltServer) -> None:
    bolt.ask("CREATE (:Probe {moment: $moment})", moment=MOMENT)
    ((moment,),) = bolt.ask("MATCH (n:Probe) RETURN n.moment")
    assert (moment.tzinfo is None) is ("zoned times" in bolt.lacks)


def test_a_list_of_procedures(bolt: BoltServer) -> None:
    found = bolt.ask("SHOW PROCEDURES YIELD name WHERE name = $name RETURN name", name=PROCEDURE)
    assert (found == []) is ("list of procedures" in bolt.lacks)


def test_a_vector_index(bolt: BoltServer) -> None:
    if "vector index" in bolt.lacks:
        with pytest.raises(neo4j.exceptions.ClientError, match="index types are supported"):
            bolt.ask(VECTOR_INDEX)
    else:
        bolt.ask(VECTOR_INDEX)
        bolt.ask("DROP INDEX probe")
