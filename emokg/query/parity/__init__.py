"""Does every engine give the same answer? Every question asked of each, compared, certified.

In: open engines, the first of which answers Cypher, and questions. Out: a Certificate, row
differences in words. Not its business: opening a particular engine's graph file or server.
"""

from __future__ import annotations

from emokg.query.parity.certificate import Case, Certificate
from emokg.query.parity.verifying import verify

__all__ = ["Case", "Certificate", "verify"]
