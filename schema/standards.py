"""JSON Schema, OWL, SHACL and the JSON-LD context, by LinkML's own generators.

RDF has no ordered values: ordered lists (a box's corners) are JSON literals there, which are no
part of the OWL and SHACL.
"""

from __future__ import annotations

import json
from copy import deepcopy

from linkml.generators.jsonldcontextgen import ContextGenerator
from linkml.generators.jsonschemagen import JsonSchemaGenerator
from linkml.generators.owlgen import OwlSchemaGenerator
from linkml.generators.shaclgen import ShaclGenerator
from linkml_runtime.linkml_model.meta import SchemaDefinition
from linkml_runtime.utils.schemaview import SchemaView
from rdflib import OWL, RDF, RDFS, SH, Graph, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.compare import to_canonical_graph

LINKML = Namespace("https://w3id.org/linkml/")


def json_schema(schema: SchemaView) -> str:
    """Every class under `$defs`; closed, absent properties may be null."""
    made = json.loads(JsonSchemaGenerator(_own(schema)).serialize())
    for noise in ("metamodel_version", "version"):
        del made[noise]
    return json.dumps(made, indent=1, ensure_ascii=False) + "\n"


def jsonld_context(schema: SchemaView) -> str:
    """Names to IRIs; ordered lists stay ordered, as JSON literals."""
    made = json.loads(ContextGenerator(_own(schema), metadata=False).serialize())
    made["@context"] = {"@version": 1.1} | made["@context"]
    for name in _ordered(schema):
        made["@context"][name]["@type"] = "@json"
    return json.dumps(made, indent=1) + "\n"


def owl(schema: SchemaView) -> str:
    """The ontology; enumerations are sets of literals. Limits of numbers are left to SHACL."""
    own = _without_ordered(schema)
    for slot in own.slots.values():
        slot.minimum_value = slot.maximum_value = None
    generator = OwlSchemaGenerator(
        own,
        metadata=False,
        metaclasses=False,
        type_objects=False,
        use_native_uris=False,
        default_permissible_value_type=RDFS.Literal,
        skip_vacuous_min_zero_cardinality_axioms=True,
        skip_vacuous_local_range_axioms=True,
        consolidate_cardinality_axioms=True,
        skip_abstract_class_as_unionof_subclasses=True,
    )
    graph = Graph().parse(data=generator.serialize(), format="turtle")
    for datatype in list(graph.subjects(RDF.type, RDFS.Datatype)):
        # Which LinkML 1.12 takes for classes as well, and their properties for object properties.
        graph.remove((datatype, RDF.type, OWL.Class))
        graph.remove((datatype, LINKML.permissible_values, None))
        for name in graph.subjects(RDFS.range, datatype):
            graph.set((name, RDF.type, OWL.DatatypeProperty))
    for note in ("emokg:indexed", "emokg:shortcut"):  # the stores' business
        graph.remove((None, URIRef(schema.expand_curie(note)), None))
    return _turtle(graph, schema)


def shacl(schema: SchemaView) -> str:
    """A shape a class, open to what other vocabularies add."""
    generator = ShaclGenerator(_without_ordered(schema), metadata=False, closed=False)
    graph = Graph().parse(data=generator.serialize(), format="turtle")
    for ignored in list(graph.objects(None, SH.ignoredProperties)):
        Collection(graph, ignored).clear()  # what it lists matters to closed shapes only
    graph.remove((None, SH.ignoredProperties, None))
    return _turtle(graph, schema)


def _turtle(graph: Graph, schema: SchemaView) -> str:
    """The graph nested for reading; canonical names of blank nodes keep the order."""
    nested = Graph(bind_namespaces="core")
    nested.bind("sh", SH)
    for prefix in schema.schema.prefixes.values():
        nested.bind(prefix.prefix_prefix, prefix.prefix_reference)
    for triple in to_canonical_graph(graph):
        nested.add(triple)
    return nested.serialize(format="turtle")


def _ordered(schema: SchemaView) -> list[str]:
    return [str(name) for name, slot in schema.all_slots().items() if slot.list_elements_ordered]


def _own(schema: SchemaView) -> SchemaDefinition:
    """A copy for one generator: it changes what it is given."""
    return deepcopy(schema.schema)


def _without_ordered(schema: SchemaView) -> SchemaDefinition:
    own = _own(schema)
    for name in _ordered(schema):
        del own.slots[name]
        for definition in own.classes.values():
            definition.slots = [slot for slot in definition.slots if slot != name]
    return own
