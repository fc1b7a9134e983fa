"""Syntax tree → SQL.

Comes in: a checked tree and the shape of a graph. Goes out: SQL text and the types of its columns.
Each module lowers one idea and says in its docstring which meaning of Neo4j it keeps.
"""
