"""The sections of a report, in its order: what is asked, what is computed of it, what is drawn.

In: the material. Out: sections of figures. Not its business: mathematics (`measures`), SVG
(`drawing`) and the page (`page`).
"""
