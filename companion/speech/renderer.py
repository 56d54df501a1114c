"""Words to sound: the Protocol, and the table of renderers."""

from typing import Protocol

import numpy as np
import numpy.typing as npt

Samples = npt.NDArray[np.int16]
RATE = 22_050
"""Samples a second, mono, of everything that is played."""


class Renderer(Protocol):
    """Turns text into samples."""

    def render(self, text: str) -> Samples:
        """16-bit mono samples at `RATE`; raises CompanionError if it cannot."""
        ...

    def close(self) -> None:
        """Give back what it holds."""
        ...


def seconds(samples: Samples) -> float:
    """How long it sounds."""
    return len(samples) / RATE
