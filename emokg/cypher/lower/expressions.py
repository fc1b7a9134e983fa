"""Every expression lowering, imported so that the dispatch knows it."""

from emokg.cypher.lower import (
    calls,
    entities,
    functions_entities,
    functions_lists,
    functions_numbers,
    functions_scalars,
    functions_strings,
    functions_temporal,
    lists,
    literals,
    logic,
    maps,
    operators,
    reduce,
    subqueries,
    type_tests,
)

__all__ = [
    "calls",
    "entities",
    "functions_entities",
    "functions_lists",
    "functions_numbers",
    "functions_scalars",
    "functions_strings",
    "functions_temporal",
    "lists",
    "literals",
    "logic",
    "maps",
    "operators",
    "reduce",
    "subqueries",
    "type_tests",
]
