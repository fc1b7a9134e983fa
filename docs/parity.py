"""`python -m docs.parity`: ask every engine every question about the sample; write the certificate.

Needs a true Neo4j, found as the tests find it (EMOKG_TEST_NEO4J).
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from emokg.concepts import build_concepts
from emokg.content import content_folder
from emokg.graph import build
from emokg.query import questions
from emokg.query.parity import Certificate, verify
from emokg.sources import ingest
from emokg.workspace import Workspace, init
from tests.query.engines import engines_of
from tests.servers.bolt import BoltServer
from tests.servers.neo4j import neo4j_bolt

CERTIFICATE = Path(__file__).resolve().with_name("parity.json")


def certified(folder: Path, server: BoltServer) -> Certificate:
    """What the engines answer about all that is shipped, in a new workspace."""
    workspace = _sample(folder)
    with engines_of(workspace, server) as engines:
        return verify(engines, questions(), workspace.fingerprint(), lambda _done, _every: None)


def _sample(folder: Path) -> Workspace:
    workspace = init(folder)
    for name in ("emoset-vlm", "photos"):
        ingest(workspace, content_folder("ingest") / "samples" / name)
    build_concepts(workspace)
    build(workspace)
    return workspace


def main() -> None:
    """Write the certificate anew."""
    with tempfile.TemporaryDirectory() as scratch, neo4j_bolt() as server:
        certificate = certified(Path(scratch) / "sample", server)
    CERTIFICATE.write_text(certificate.to_json(), encoding="utf-8")
    engines = ", ".join(certificate.engines.values())
    print(f"{len(certificate.cases)} cases, {len(certificate.disagreements)} differ: {engines}")


if __name__ == "__main__":
    main()
