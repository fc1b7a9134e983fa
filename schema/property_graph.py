"""The property graph in a schema: its labels and relationship types, in the order of their numbers.

The rules of reading are at the head of emokg.yaml.
"""

from __future__ import annotations

from dataclasses import dataclass

from linkml_runtime.linkml_model.meta import SlotDefinition
from linkml_runtime.utils.schemaview import SchemaView

SCALARS = {
    "string": "STRING",
    "integer": "INTEGER",
    "double": "FLOAT",
    "datetime": "ZONED_DATETIME",
}


@dataclass(frozen=True)
class Field:
    """A property of a label or a relationship type; `type` names an emokg PropertyType."""

    name: str
    type: str
    required: bool
    indexed: bool


@dataclass(frozen=True)
class Label:
    """A node label."""

    name: str
    description: str
    fields: tuple[Field, ...]


@dataclass(frozen=True)
class Link:
    """A relationship type between labels."""

    type: str
    description: str
    sources: tuple[str, ...]
    targets: tuple[str, ...]
    fields: tuple[Field, ...]


@dataclass(frozen=True)
class Graph:
    """The whole property graph."""

    labels: tuple[Label, ...]
    links: tuple[Link, ...]


def read_graph(schema: SchemaView) -> Graph:
    """The labels and relationship types among the classes and slots of a schema."""
    nodes = schema.class_descendants("Node")
    labels = tuple(
        Label(str(name), of.description, _fields(schema, name))
        for name, of in schema.all_classes().items()
        if name in nodes and not of.abstract
    )
    links = []
    for slot in schema.all_slots().values():
        sources = tuple(of.name for of in labels if slot.name in _slot_names(schema, of.name))
        if sources and _leads(schema, slot) and "shortcut" not in slot.annotations:
            links.append(_link(schema, slot, sources, nodes))
    return Graph(labels, tuple(links))


def _link(
    schema: SchemaView, slot: SlotDefinition, sources: tuple[str, ...], nodes: list[str]
) -> Link:
    type_ = "".join(f"_{letter}" if letter.isupper() else letter.upper() for letter in slot.name)
    if slot.range in nodes:
        return Link(type_, slot.description, sources, (str(slot.range),), ())
    (target,) = (str(part.range) for part in _slots(schema, slot.range) if _leads(schema, part))
    return Link(type_, slot.description, sources, (target,), _fields(schema, slot.range))


def _fields(schema: SchemaView, owner: str) -> tuple[Field, ...]:
    return tuple(
        Field(
            str(slot.name),
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
    line = [schema.get_class(name) for name in schema.class_ancestors(owner)]
    return [name for definition in reversed(line) for name in definition.slots]
