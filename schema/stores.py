"""What the stores need of the property graph: the compiler's model, tables, constraints."""

from __future__ import annotations

import json

from property_graph import Field, Graph

SQL = {
    "STRING": "VARCHAR",
    "INTEGER": "BIGINT",
    "FLOAT": "DOUBLE",
    "ZONED_DATETIME": "TIMESTAMPTZ",
}
MADE_FROM = "Made from schema/emokg.yaml by schema/generate.py"


def graph_json(graph: Graph) -> str:
    """The shape that `emokg.graph.model.emokg_model` reads."""

    def types(fields: tuple[Field, ...]) -> dict[str, str]:
        return {field.name: field.type for field in fields}

    shape = {
        "nodes": [{"label": of.name, "properties": types(of.fields)} for of in graph.labels],
        "relationships": [
            {
                "type": link.type,
                "sources": link.sources,
                "targets": link.targets,
                "properties": types(link.fields),
            }
            for link in graph.links
        ],
    }
    return json.dumps(shape, indent=1) + "\n"


def duckdb_sql(graph: Graph) -> str:
    """A table a label, and one a relationship type."""
    parts = [f"-- {MADE_FROM}\n"]
    for label in graph.labels:
        parts.append(_table(label.name, label.description, ["_n"], label.fields))
    for link in graph.links:
        parts.append(_table(link.type, link.description, ["_r", "_s", "_d"], link.fields))
    return "\n".join(parts)


def _table(name: str, description: str, keys: list[str], fields: tuple[Field, ...]) -> str:
    columns = [f'    "{key}" BIGINT NOT NULL' for key in keys]
    columns += [
        f'    "{field.name}" {_sql(field.type)}{" NOT NULL" if field.required else ""}'
        for field in fields
    ]
    body = ",\n".join(columns)
    return f'-- {description}\nCREATE TABLE "{name}" (\n{body}\n);\n'


def _sql(type_: str) -> str:
    return f"{SQL[type_.removesuffix('_LIST')]}{'[]' if type_.endswith('_LIST') else ''}"


def neo4j_cypher(graph: Graph) -> str:
    """Unique keys, then the indexes; the Community Edition has them all."""
    statements = [
        f"CREATE CONSTRAINT {of.name.lower()}_id IF NOT EXISTS "
        f"FOR (n:{of.name}) REQUIRE n.id IS UNIQUE"
        for of in graph.labels
    ]
    statements += [
        f"CREATE INDEX {of.name.lower()}_{field.name} IF NOT EXISTS "
        f"FOR (n:{of.name}) ON (n.{field.name})"
        for of in graph.labels
        for field in of.fields
        if field.indexed
    ]
    statements += [
        f"CREATE INDEX {link.type.lower()}_{field.name} IF NOT EXISTS "
        f"FOR ()-[r:{link.type}]-() ON (r.{field.name})"
        for link in graph.links
        for field in link.fields
        if field.indexed
    ]
    return f"// {MADE_FROM}\n" + "".join(f"{statement};\n" for statement in statements)
