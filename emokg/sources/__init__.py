"""From files to records: which source a path is, what its rows say, and what is new about them.

In: a path and the YAML of a source under `ingest/`. Out: records in a workspace, and rejects with
file, line, field and reason. Not its business: the layout of the workspace, and the graph.
"""

from __future__ import annotations

from emokg.sources.description import Description, catalogue
from emokg.sources.intake import Summary, ingest

__all__ = ["Description", "Summary", "catalogue", "ingest"]
