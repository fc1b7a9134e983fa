"""`python -m docs.parity`: ask every engine every question; write what they answered.

Two certificates: over the sample that is shipped, and over the graph that the tests generate, which
has what the sample lacks (mixed emotions, verdicts). Needs a true Neo4j, found as the tests find it
(EMOKG_TEST_NEO4J).
"""

from __future__ import annotations

import hashlib
import json
import tempfile
from dataclasses import asdict
from pathlib import Path

from emokg.concepts import build_concepts
from emokg.content import content_folder
from emokg.graph import build
from emokg.graph.model import emokg_model
from emokg.graph.restoring import restore
from emokg.query import questions
from emokg.query.parity import Certificate, verify
from emokg.sources import ingest
from emokg.workspace import Workspace, init
from tests.query.breaking import breaking_graph
from tests.query.engines import engines_of
from tests.servers.bolt import BoltServer
from tests.servers.neo4j import neo4j_bolt

_DOCS = Path(__file__).resolve().parent
SAMPLE, GENERATED = _DOCS / "parity.json", _DOCS / "parity-generated.json"


def of_the_sample(folder: Path, server: BoltServer) -> Certificate:
    """What the engines answer about all that is shipped, in a new workspace."""
    workspace = init(folder)
    for name in ("emoset-vlm", "photos"):
        ingest(workspace, content_folder("ingest") / "samples" / name)
    build_concepts(workspace)
    build(workspace)
    return _certified(workspace, server, workspace.fingerprint())


def of_the_generated(folder: Path, server: BoltServer) -> Certificate:
    """What they answer about the generated graph; its fingerprint is that of its rows."""
    graph, workspace = breaking_graph(), init(folder)
    restore(workspace, graph, emokg_model())
    rows = json.dumps(asdict(graph), ensure_ascii=False, sort_keys=True)
    return _certified(workspace, server, hashlib.sha256(rows.encode()).hexdigest())


def _certified(workspace: Workspace, server: BoltServer, graph: str) -> Certificate:
    with engines_of(workspace, server) as engines:
        return verify(engines, questions(), graph, lambda _done, _every: None)


def main() -> None:
    """Write both anew."""
    made = {SAMPLE: of_the_sample, GENERATED: of_the_generated}
    with tempfile.TemporaryDirectory() as scratch, neo4j_bolt() as server:
        for path, certified in made.items():
            found = certified(Path(scratch) / path.stem, server)
            path.write_text(found.to_json(), encoding="utf-8")
            print(
                f"{path.name}: {len(found.cases)} cases, {len(found.empty)} empty, "
                f"{len(found.disagreements)} differ: {', '.join(found.engines.values())}"
            )


if __name__ == "__main__":
    main()
