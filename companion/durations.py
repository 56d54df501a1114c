"""Durations as people write them: "20 s", "5 min", "1 h 30 min"."""

import re
from typing import Annotated, Any

from pydantic import BeforeValidator

UNITS = {"ms": 1, "s": 1_000, "min": 60_000, "h": 3_600_000}
PART = re.compile(r"(\d+(?:\.\d+)?)\s*(ms|s|min|h)\b\s*")


def milliseconds(written: Any) -> int:
    """The duration in milliseconds; raises ValueError with an example."""
    text = str(written).strip()
    parts = PART.findall(text)
    if not parts or PART.sub("", text):
        raise ValueError(f'{written!r} is no duration: write it like "20 s" or "5 min"')
    return round(sum(float(number) * UNITS[unit] for number, unit in parts))


Duration = Annotated[int, BeforeValidator(milliseconds)]
"""Milliseconds inside, written with a unit outside."""
