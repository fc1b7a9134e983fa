"""The columns a text returns."""

from __future__ import annotations

import re

_RETURN = re.compile(r"^RETURN (?:DISTINCT )?(.*?)(?=^ORDER BY|^LIMIT|^UNION|\Z)", re.S | re.M)


def returned_columns(text: str) -> list[str]:
    """Names that the last RETURN gives."""
    found = _RETURN.findall(text)
    return re.findall(r"\bAS (\w+)\s*(?:,|\Z)", found[-1].strip()) if found else []
