"""The one place where things are wired, started, and stopped in reverse."""

import asyncio
import contextlib
import logging
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from companion import config
from companion.hearing.listener import Heard, Listener
from companion.hearing.understanding import Language
from companion.home.home import Home
from companion.library import load
from companion.library.lines import load_lines
from companion.link import LinkServer, socket_path
from companion.session.effects import (
    Chime,
    CutSpeech,
    Effect,
    PadOff,
    PadOn,
    Publish,
    ReadClock,
    Reply,
    Say,
    SetVolume,
)
from companion.session.engine import advance, wake_at
from companion.session.events import (
    ClockRead,
    Commanded,
    Event,
    NotUnderstood,
    ServiceStarted,
    ServiceStopping,
    Source,
    SpeechEnded,
    Woke,
)
from companion.session.intents import Intent
from companion.session.snapshot import snapshot
from companion.session.state import Settings, State
from companion.speech.voice import Voice

log = logging.getLogger(__name__)


def now_ms() -> int:
    """The one clock of the service: monotonic, in milliseconds."""
    return time.monotonic_ns() // 1_000_000


def settings(chosen: config.Config) -> Settings:
    """The core's settings from the configuration."""
    return Settings(
        dose=chosen.session.dose,
        pad_configured=chosen.mqtt.host is not None and chosen.pad.name is not None,
        heat_limit=chosen.pad.limit,
        heat_rest=chosen.pad.rest,
        heat_default=chosen.pad.warm_up,
        milliseconds_a_word=60_000 // chosen.speech.rate,
    )


class Service:
    """Holds the only state; feeds it events and carries out its effects."""

    def __init__(self, chosen: config.Config, socket: Path | None = None) -> None:
        self.config = chosen
        library = load(config.data("exercises"))
        self.language = Language.load(chosen.language, library)
        self.state = State(
            library=library,
            lines=load_lines(config.data("voices"), chosen.language),
            settings=settings(chosen),
            volume=chosen.speech.volume,
        )
        self.voice = Voice(chosen.speech, chosen.language, self._on_spoken, self._from_thread)
        self.listener = Listener(chosen.hearing, self.language, self._on_heard, self._from_thread)
        self.home = Home(chosen.mqtt, chosen.pad, chosen.room, self._from_thread, self._on_home_command)
        self.link = LinkServer(socket or chosen.display.socket or socket_path(chosen.room), self._on_link)
        self._loop: asyncio.AbstractEventLoop | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._mode = self.state.mode

    async def run(self, ready: Callable[[], None] = lambda: None) -> None:
        """Start everything, serve until cancelled, stop in reverse."""
        self._loop = asyncio.get_running_loop()
        await self.link.start()
        try:
            self.home.start()
            self.voice.start()
            self.dispatch(ServiceStarted())
            self.listener.start()
            self.listener.set_mode(self.state.mode)
            ready()
            await asyncio.Event().wait()
        finally:
            self.listener.stop()
            self.dispatch(ServiceStopping())
            self.voice.stop()
            self.home.stop()
            await self.link.stop()

    def dispatch(self, event: Event) -> list[Reply]:
        """Give the core one event and carry out what it asks for, in order."""
        self.state, effects = advance(self.state, event, now_ms())
        replies = [effect for effect in effects if isinstance(effect, Reply)]
        for effect in effects:
            self._carry_out(effect)
        self._follow_up()
        return replies

    def _carry_out(self, effect: Effect) -> None:
        match effect:
            case Say(number, text):
                self.voice.say(number, text)
            case CutSpeech():
                self.voice.cut()
            case Chime(name):
                if not self.state.night or name == "alarm":
                    self.voice.chime(name)
            case SetVolume(percent):
                self.voice.set_volume(percent)
            case PadOn(seconds):
                self.home.pad_on(seconds)
            case PadOff():
                self.home.pad_off()
            case Publish(kind, details):
                self.home.publish_event(kind, details)
            case ReadClock():
                self._soon(self._read_clock)
            case Reply():
                pass

    def _follow_up(self) -> None:
        """Re-arm the one timer, and show what there is now."""
        if self._timer:
            self._timer.cancel()
        due = wake_at(self.state)
        if due is not None and self._loop:
            delay = max(0, due - now_ms()) / 1000
            self._timer = self._loop.call_later(delay, self.dispatch, Woke())
        if self.state.mode != self._mode:
            self._mode = self.state.mode
            self.listener.set_mode(self._mode)
        shown = self.shown()
        self.link.broadcast(shown)
        self.home.publish_state(shown)

    def shown(self) -> dict[str, Any]:
        """The snapshot with what the core does not know: the room and the wall clock."""
        at = datetime.now().astimezone().isoformat(timespec="seconds")
        return {"room": self.config.room, "at": at, **snapshot(self.state, now_ms())}

    def _soon(self, call: Callable[..., Any], *args: Any) -> None:
        if self._loop:
            with contextlib.suppress(RuntimeError):  # the loop has closed: we are stopping
                self._loop.call_soon_threadsafe(call, *args)

    def _from_thread(self, event: Event) -> None:
        self._soon(self.dispatch, event)

    def _on_spoken(self, number: int) -> None:
        self._from_thread(SpeechEnded(number))

    def _read_clock(self) -> None:
        wall = datetime.now()
        self.dispatch(ClockRead(wall.hour, wall.minute))

    def _on_heard(self, heard: Heard) -> None:
        if heard.accepted and heard.intent:
            self._from_thread(Commanded(heard.intent, heard.text))
        else:
            self._from_thread(NotUnderstood(heard.text, heard.reason))

    def command(self, said: str | Intent, source: Source) -> dict[str, Any]:
        """A command in text or as an intent: what it was understood as, and the answer."""
        intent = said if isinstance(said, Intent) else self.language.understand(said).intent
        text = said if isinstance(said, str) else said.name.replace("_", " ")
        event = Commanded(intent, text, source) if intent else NotUnderstood(text, "not a command")
        replies = self.dispatch(event)
        return {
            "text": text,
            "intent": intent.name if intent else None,
            "slots": intent.slots if intent else {},
            "accepted": intent is not None and all(reply.accepted for reply in replies),
            "reply": " ".join(reply.text for reply in replies),
        }

    def _on_link(self, text: str) -> dict[str, Any]:
        return self.command(text, Source.BEDSIDE)

    def _on_home_command(self, said: str | Intent) -> None:
        self._soon(lambda: self.home.reply(self.command(said, Source.REMOTE)))
