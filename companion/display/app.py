"""The Textual app: one screen that follows the snapshot."""

import time
from datetime import datetime
from pathlib import Path
from typing import ClassVar

from textual import events, work
from textual.app import App, ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.widgets import Button, Input, Static

from companion.display.face import Face, Snapshot, badges, clock, face, heard
from companion.display.keys import KEYS, live, shown
from companion.display.widgets.digits import BlockDigits
from companion.display.widgets.pacer import Pacer
from companion.link import Link

SMALLEST = (40, 12)
TICK = 0.1
BUTTONS_A_ROW = 18


class DisplayApp(App[None]):
    """Attaches to a service; comes and goes as it likes."""

    CSS_PATH = "display.tcss"
    ENABLE_COMMAND_PALETTE = False
    AUTO_FOCUS = None
    BINDINGS: ClassVar[list[BindingType]] = [("ctrl+q", "quit", "Quit"), ("slash", "type", "Type a command")]

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._link = Link(path)
        self._snapshot: Snapshot | None = None
        self._face = Face()
        self._received = 0.0
        self._buttons: list[str] = []

    def compose(self) -> ComposeResult:
        """Digits first; everything else is small."""
        yield Static("", id="title")
        with Vertical(id="middle"):
            yield BlockDigits()
            yield Pacer()
            yield Static("", id="words")
        yield Static("", id="side")
        yield Static("", id="cue")
        yield Static("", id="next")
        yield Static("", id="progress")
        yield Static("Looking for the companion ...", id="heard")
        yield Static("", id="badges")
        yield Horizontal(id="buttons")
        yield Input(placeholder="Type a command, e.g. start bed routine", id="entry")
        yield Static("", id="small")

    def on_mount(self) -> None:
        """Follow the service and draw the time."""
        self.query_one("#entry").display = False
        self.query_one("#small").display = False
        self._follow()
        self.set_interval(TICK, self._draw_time)

    @work
    async def _follow(self) -> None:
        async for message in self._link.messages():
            if message is None:
                self._say("The companion does not answer. I keep looking ...")
            elif "screen" in message:
                await self.show(message)
            elif reply := message.get("reply", {}).get("reply"):
                self._say(reply)

    def _say(self, text: str) -> None:
        self.query_one("#heard", Static).update(text)

    async def show(self, snapshot: Snapshot) -> None:
        """Draw a snapshot."""
        self._snapshot, self._received = snapshot, time.monotonic()
        self._face = face(snapshot, datetime.now())
        self.set_class(snapshot["night"], "night")
        self.set_class(snapshot["screen"] == "alarm", "alarm")
        for name in ("title", "side", "next"):
            self.query_one(f"#{name}", Static).update(getattr(self._face, name))
        self._draw_middle(snapshot)
        self._say(heard(snapshot))
        self._draw_time()
        await self._draw_buttons(snapshot)

    def _draw_middle(self, snapshot: Snapshot) -> None:
        breathing = snapshot["screen"] == "breathing"
        words = snapshot["screen"] in ("question", "finished", "alarm", "help", "change")
        self.query_one("#pacer").display = breathing
        self.query_one("#digits").display = not words
        text = _phrases(snapshot) if snapshot["screen"] == "help" else self._face.cue
        self.query_one("#words", Static).update(text if words else "")
        self.query_one("#words").display = words
        self.query_one("#cue", Static).update("" if words else self._face.cue)
        if breathing:
            now = snapshot["session"]
            timing = (now["left_ms"], now["total_ms"], now["inhale_ms"], now["exhale_ms"], now["running"])
            self.query_one(Pacer).pace(*timing)

    def _left(self) -> int:
        passed = (time.monotonic() - self._received) * 1000 if self._face.running else 0
        return max(0, round(self._face.left_ms - passed))

    def _draw_time(self) -> None:
        if self._snapshot is None:
            return
        if self._snapshot["screen"] == "idle":
            digits = f"{datetime.now():%H:%M}"
        else:
            digits = self._face.digits or (clock(self._left()) if self._face.total_ms else "")
        self.query_one(BlockDigits).show(digits)
        self.query_one("#progress", Static).update(self._progress())
        passed = round((time.monotonic() - self._received) * 1000)
        self.query_one("#badges", Static).update(badges(self._snapshot, passed))

    def _progress(self) -> str:
        if not self._face.total_ms:
            return ""
        left = self._left()
        width = max(10, self.size.width - 16)
        filled = round(width * (1 - left / self._face.total_ms))
        return "=" * filled + "-" * (width - filled) + f"  {clock(left)}"

    async def _draw_buttons(self, snapshot: Snapshot) -> None:
        fitting = max(2, self.size.width // BUTTONS_A_ROW)
        names = [name for name, _ in live(snapshot["commands"])][:fitting]
        if names == self._buttons:
            return
        self._buttons = names
        row = self.query_one("#buttons", Horizontal)
        await row.remove_children()
        labels = [(name, f"{KEYS[name].label} [{shown(KEYS[name].key)}]") for name in names]
        await row.mount(*(Button(label.replace("[", r"\["), name=name) for name, label in labels))

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """A touch says the button's words."""
        self._command(KEYS[event.button.name or ""].text)
        self.set_focus(None)

    def on_key(self, event: events.Key) -> None:
        """A key says its command's words; digits say how much it hurts."""
        if isinstance(self.focused, Input) or self._snapshot is None:
            return
        pressed = next(
            (key for _, key in live(self._snapshot["commands"]) if key.key in (event.key, event.character)),
            None,
        )
        if pressed is None:
            pressed = next((key for key in KEYS.values() if key.key in (event.key, event.character)), None)
        if pressed and pressed.key != "slash":
            self._command(pressed.text)
            event.stop()

    def _command(self, text: str) -> None:
        if not self._link.send(text):
            self._say("The companion does not answer. I keep looking ...")

    def action_type(self) -> None:
        """Open the line for typing."""
        entry = self.query_one("#entry", Input)
        entry.display = True
        entry.focus()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Send what was typed, and close the line."""
        if event.value.strip():
            self._command(event.value.strip())
        event.input.value = ""
        event.input.display = False
        self.set_focus(None)

    async def on_resize(self) -> None:
        """Say so where the screen is too small; fit the buttons."""
        small = self.size.width < SMALLEST[0] or self.size.height < SMALLEST[1]
        notice = self.query_one("#small", Static)
        notice.display = small
        notice.update(f"This window is too small: make it {SMALLEST[0]} by {SMALLEST[1]} or larger.")
        self.set_class(small, "too-small")
        if self._snapshot:
            await self._draw_buttons(self._snapshot)


def _phrases(snapshot: Snapshot) -> str:
    rows = [f"{key.text} [{shown(key.key)}]" for _, key in live(snapshot["commands"])]
    pairs = zip(rows[::2], [*rows[1::2], ""], strict=False)
    return "\n".join(f"{left:<34}{right}" for left, right in pairs).replace("[", r"\[")
