"""Ask a true Neo4j the texts of `known/` anew: `python -m tests.cypher.record [TOPIC …]`.

A new text needs only its `text` in a file of `known/`; this writes what Neo4j answers beside it.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import neo4j

from tests.cypher import known_graph, known_texts
from tests.cypher.neo4j_answers import ask
from tests.servers.neo4j import neo4j_server


def record(driver: neo4j.Driver, paths: Iterable[Path]) -> int:
    """Write the answers of this server into the files; returns how many texts it was asked."""
    ids = known_graph.load(driver)
    count = 0
    for path in paths:
        entries = known_texts.read(path)
        known_texts.write(
            path,
            [
                replace(entry, outcome=ask(driver, ids, entry.text, entry.parameters))
                for entry in entries
            ],
        )
        count += len(entries)
    return count


def main(names: list[str]) -> None:
    """Record the topics named (`everyday/lists`), else all."""
    paths = known_texts.topics()
    chosen = [path for path in paths if not names or known_texts.topic(path) in names]
    if not chosen:
        raise SystemExit(f"No such topic; there are {', '.join(map(known_texts.topic, paths))}")
    with neo4j_server() as driver:
        print(f"{record(driver, chosen)} texts in {len(chosen)} files recorded")


if __name__ == "__main__":
    main(sys.argv[1:])
