"""Durations as people write them: "20 s", "5 min", "1 h 30 min"."""

import re
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator

SECOND = 1_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
UNITS = {"ms": 1, "s": SECOND, "min": MINUTE, "h": HOUR}
PART = r"(\d+(?:\.\d+)?)\s*(ms|s|min|h)"
WHOLE = re.compile(rf"{PART}(?:\s+{PART})*")


def milliseconds(text: Any) -> int:
    """The duration in milliseconds; raises ValueError with an example."""
    if not isinstance(text, str) or not WHOLE.fullmatch(text.strip()):
        raise ValueError(f'{text!r} is no duration: write it like "20 s" or "5 min"')
    return round(sum(float(number) * UNITS[unit] for number, unit in re.findall(PART, text)))


def written(duration: int) -> str:
    """Milliseconds as people write them: 90000 is "1 min 30 s"."""
    parts = []
    for unit in ("h", "min", "s", "ms"):
        count, duration = divmod(duration, UNITS[unit])
        parts += [f"{count} {unit}"] if count else []
    return " ".join(parts) or "0 s"


def within(shortest: int, longest: int) -> AfterValidator:
    """Milliseconds from `shortest` to `longest`, both included."""

    def check(duration: int) -> int:
        if not shortest <= duration <= longest:
            raise ValueError(f"{written(duration)} is not between {written(shortest)} and {written(longest)}")
        return duration

    return AfterValidator(check)


Duration = Annotated[int, BeforeValidator(milliseconds)]
"""Milliseconds inside, written with a unit outside."""
