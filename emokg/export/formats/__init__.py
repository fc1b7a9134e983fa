"""How each trainer wants its files.

In: rows of one split, and where to write. Out: the paths written, with their rows. Not its
business: which rows there are, and what becomes of half-written files.
"""
