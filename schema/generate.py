"""Makes everything in generated/ from emokg.yaml: `python schema/generate.py [--check]`.

`--check` writes nothing, names each generated file that differs, and exits with 1 if any does.
"""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import dataclass
from pathlib import Path

from linkml_runtime.linkml_model.meta import ClassDefinition, SlotDefinition
from linkml_runtime.utils.schemaview import SchemaView

HERE = Path(__file__).resolve().parent
SCALARS = {
    "string": "STRING",
    "integer": "INTEGER",
    "double": "FLOAT",
    "boolean": "BOOLEAN",
    "datetime": "ZONED_DATETIME",
}
SQL = {
    "STRING": "VARCHAR",
    "INTEGER": "BIGINT",
    "FLOAT": "DOUBLE",
    "BOOLEAN": "BOOLEAN",
    "ZONED_DATETIME": "TIMESTAMPTZ",
}


@dataclass(frozen=True)
class Field:
    """A property of a label or a relationship type; `type` as emokg.graph.model.PropertyType."""

    name: str
    type: str
    required: bool
    indexed: bool


@dataclass(frozen=True)
class Label:
    """A node label."""

    name: str
    fields: tuple[Field, ...]


@dataclass(frozen=True)
class Link:
    """A relationship type between labels."""

    type: str
    sources: tuple[str, ...]
    targets: tuple[str, ...]
    fields: tuple[Field, ...]


@dataclass(frozen=True)
class Graph:
    """The property graph that the schema describes, in the order of its numbers."""

    labels: tuple[Label, ...]
    links: tuple[Link, ...]


def read_graph(schema: SchemaView) -> Graph:
    """The labels and relationship types among the classes and slots of a schema."""
    names = [
        name for name in schema.class_descendants("Node") if not schema.get_class(name).abstract
    ]
    order = [name for name in schema.all_classes() if name in names]
    labels = tuple(Label(name, _fields(schema, name)) for name in order)
    links = tuple(
        _link(schema, slot, order)
        for slot in schema.all_slots().values()
        if any(slot.name in _slot_names(schema, label) for label in order) and _leads(schema, slot)
    )
    return Graph(labels, links)


def _link(schema: SchemaView, slot: SlotDefinition, labels: list[str]) -> Link:
    sources = tuple(label for label in labels if slot.name in _slot_names(schema, label))
    type_ = "".join(f"_{c}" if c.isupper() else c.upper() for c in slot.name)
    if slot.range in labels:
        return Link(type_, sources, (slot.range,), ())
    (target,) = (s.range for s in _slots(schema, slot.range) if _leads(schema, s))
    return Link(type_, sources, (target,), _fields(schema, slot.range))


def _fields(schema: SchemaView, owner: str) -> tuple[Field, ...]:
    return tuple(
        Field(
            slot.name,
            _type(schema, slot),
            bool(slot.required or slot.identifier),
            "indexed" in slot.annotations,
        )
        for slot in _slots(schema, owner)
        if not _leads(schema, slot)
    )


def _type(schema: SchemaView, slot: SlotDefinition) -> str:
    scalar = "STRING" if slot.range in schema.all_enums() else SCALARS[slot.range]
    return f"{scalar}_LIST" if slot.multivalued else scalar


def _leads(schema: SchemaView, slot: SlotDefinition) -> bool:
    return slot.range in schema.all_classes()


def _slots(schema: SchemaView, owner: str) -> list[SlotDefinition]:
    return [schema.induced_slot(name, owner) for name in _slot_names(schema, owner)]


def _slot_names(schema: SchemaView, owner: str) -> list[str]:
    """The slots of a class, inherited ones first."""
    line: list[ClassDefinition] = [schema.get_class(name) for name in schema.class_ancestors(owner)]
    return [name for definition in reversed(line) for name in definition.slots]


def graph_json(graph: Graph) -> str:
    """The shape that `emokg.graph.model.emokg_model` reads."""

    def types(fields: tuple[Field, ...]) -> dict[str, str]:
        return {field.name: field.type for field in fields}

    shape = {
        "nodes": [
            {"label": label.name, "properties": types(label.fields)} for label in graph.labels
        ],
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


def generate(source: Path) -> dict[str, str]:
    """Text of each generated file by its name."""
    schema = SchemaView(str(source))
    graph = read_graph(schema)
    return {"graph.json": graph_json(graph)}


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="compare only")
    check = parser.parse_args().check
    folder = HERE / "generated"
    texts = generate(HERE / "emokg.yaml")
    held = {path.name: path.read_text(encoding="utf-8") for path in folder.iterdir()}
    differing = sorted(name for name in texts | held if texts.get(name) != held.get(name))
    if check:
        for name in differing:
            print(f"schema/generated/{name} differs from schema/emokg.yaml; run `make schema`")
        return 1 if differing else 0
    for name in differing:
        path = folder / name
        if name in texts:
            path.write_text(texts[name], encoding="utf-8")
        else:
            path.unlink()
    return 0


if __name__ == "__main__":
    sys.exit(main())
