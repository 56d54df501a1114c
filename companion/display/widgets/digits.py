"""Digits that fill the space there is."""

from rich.segment import Segment
from textual.strip import Strip
from textual.widget import Widget

from companion.display.font import rows

FULL = "\u2588"
"""The full block: every terminal's font has it, the Linux console's too."""


class BlockDigits(Widget):
    """Draws its text in block digits, centred; only what changed is drawn again."""

    DEFAULT_CSS = "BlockDigits { height: 1fr; width: 1fr; }"

    def __init__(self) -> None:
        super().__init__(id="digits")
        self.text = ""
        self._rows: list[str] = []

    def show(self, text: str) -> None:
        """Show other digits."""
        if text != self.text:
            self.text = text
            self._draw()

    def on_resize(self) -> None:
        """Scale to the new size."""
        self._draw()

    def _draw(self) -> None:
        width, height = self.size
        self._rows = rows(self.text, width, height) if self.text and width and height else []
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """One row of cells."""
        width, height = self.size
        top = (height - len(self._rows)) // 2
        if not 0 <= y - top < len(self._rows):
            return Strip.blank(width, self.rich_style)
        row = self._rows[y - top].center(width)[:width]
        return Strip([Segment(row.replace("#", FULL), self.rich_style)], width)
