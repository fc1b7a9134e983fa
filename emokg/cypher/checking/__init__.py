"""What Neo4j refuses before it runs a text: names, scopes, aggregation, patterns, functions.

Comes in: a syntax tree and the shape of the graph. Goes out: a CypherSemanticError with line and
column, or notices about names that the graph lacks. Not its business: types of values, and SQL.
"""
