"""The breath as one shape: it grows while you breathe in and shrinks while you breathe out."""

import time

from rich.segment import Segment
from textual.strip import Strip
from textual.widget import Widget

from companion.display.widgets.digits import FULL

FRAMES = 15
SMALLEST = 0.12


class Pacer(Widget):
    """Drawn from the deadline and the monotonic clock, never from counted frames."""

    DEFAULT_CSS = "Pacer { height: 1fr; width: 1fr; display: none; }"

    def __init__(self) -> None:
        super().__init__(id="pacer")
        self._ends = 0.0
        self._total = 0.0
        self._inhale = 4.0
        self._exhale = 6.0
        self._running = False
        self._cells = 0

    def on_mount(self) -> None:
        """One timer, at the chosen rate."""
        self.set_interval(1 / FRAMES, self._tick)

    def pace(self, left_ms: int, total_ms: int, inhale_ms: int, exhale_ms: int, running: bool) -> None:
        """Follow a new deadline."""
        self._ends = time.monotonic() + left_ms / 1000
        self._total = total_ms / 1000
        self._inhale, self._exhale = inhale_ms / 1000 or 4.0, exhale_ms / 1000 or 6.0
        self._running = running
        self._tick()

    def fullness(self) -> float:
        """How full the breath is now, 0 to 1."""
        if not self._running:
            return 0.0
        at = (self._total - (self._ends - time.monotonic())) % (self._inhale + self._exhale)
        return at / self._inhale if at < self._inhale else 1 - (at - self._inhale) / self._exhale

    def _tick(self) -> None:
        if not self.display:
            return
        cells = round(self.size.width * (SMALLEST + (1 - SMALLEST) * self.fullness()))
        if cells != self._cells:
            self._cells = cells
            self.refresh()

    def render_line(self, y: int) -> Strip:
        """A bar with rounded ends: rows further from the middle are shorter."""
        width, height = self.size
        distance = abs(y - (height - 1) / 2) / max(1.0, height / 2)
        filled = max(0, round(self._cells * (1 - distance**2 * 0.35)))
        side = (width - filled) // 2
        plain = self.rich_style
        shape = [Segment(" " * side, plain), Segment(FULL * filled, plain)]
        return Strip([*shape, Segment(" " * (width - side - filled), plain)], width)
