"""Values whose type only the row tells, and Cypher's meaning over them.

Comes in: tagged JSON text. Goes out: the same, or a plain value. SQL calls these functions where no
static type is known; they are also the plainest statement of what the language means.
"""
