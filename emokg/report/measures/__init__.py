"""The mathematics of a report: arrays of counts or vectors in, a few numbers out.

Seeded where anything is drawn, so that the same graph gives the same numbers. Nothing here knows
of graphs, questions or pages.
"""
