"""Constraints are judged by a true Neo4j, where there is one."""

from __future__ import annotations

from tests.servers.neo4j import server_folder

collect_ignore = [] if server_folder() else ["test_constraints.py"]
