"""Cypher text → syntax tree, by recursive descent that never goes back: each construct is known by
looking ahead. Comes in: tokens. Goes out: `tree` nodes, or a CypherError with line and column. Not
its business: whether names exist and types fit."""
