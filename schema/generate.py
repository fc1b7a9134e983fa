"""Makes everything in generated/ from emokg.yaml: `python schema/generate.py [--check]`.

`--check` writes nothing, names each generated file that differs, and exits with 1 if any does.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from linkml_runtime.utils.schemaview import SchemaView
from property_graph import read_graph
from standards import json_schema, jsonld_context, owl, shacl
from stores import duckdb_sql, graph_json, neo4j_cypher

HERE = Path(__file__).resolve().parent


def generate(source: Path) -> dict[str, str]:
    """Text of each generated file by its name."""
    schema = SchemaView(str(source))
    graph = read_graph(schema)
    return {
        "graph.json": graph_json(graph),
        "emokg.duckdb.sql": duckdb_sql(graph),
        "emokg.neo4j.cypher": neo4j_cypher(graph),
        "emokg.schema.json": json_schema(schema),
        "emokg.context.jsonld": jsonld_context(schema),
        "emokg.owl.ttl": owl(schema),
        "emokg.shacl.ttl": shacl(schema),
    }


def main() -> int:
    """The command; returns its exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="compare only")
    check = parser.parse_args().check
    folder = HERE / "generated"
    texts = generate(HERE / "emokg.yaml")
    held = {path.name: path.read_text(encoding="utf-8") for path in folder.iterdir()}
    differing = sorted(name for name in texts | held if texts.get(name) != held.get(name))
    for name in differing:
        path = folder / name
        if check:
            print(f"schema/generated/{name} differs from schema/emokg.yaml; run `make schema`")
        elif name in texts:
            path.write_text(texts[name], encoding="utf-8")
        else:
            path.unlink()
    return 1 if check and differing else 0


if __name__ == "__main__":
    sys.exit(main())
