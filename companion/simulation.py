"""A routine in virtual time: the real core, an obedient or faulty pad, and a patient voice."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from companion.session.effects import CutSpeech, Effect, PadOff, PadOn, Publish, Reply, Say
from companion.session.engine import advance, wake_at
from companion.session.events import (
    Commanded,
    Event,
    PadReachable,
    PadReported,
    ServiceStarted,
    SpeechEnded,
    Woke,
)
from companion.session.intents import Intent, Ready, Start, Yes
from companion.session.state import State

LONGEST = 3 * 3600 * 1000
READY_AFTER = 10_000
"""How long the simulated person takes to change position."""
YES_AFTER = 2_000


@dataclass
class Simulation:
    """Plays one routine; `said` are (ms, text, intent) of what the person says by themselves."""

    state: State
    routine: str
    said: list[tuple[int, str, Intent]]
    pad: str = "ok"
    now: int = 0
    happened: list[dict[str, Any]] = field(default_factory=list)
    _pending: list[tuple[int, Event]] = field(default_factory=list)
    _speech_until: int = 0

    def run(self) -> Iterator[dict[str, Any]]:
        """Every event and effect, in order of time."""
        self._tell(ServiceStarted())
        self._tell(PadReported(False))
        self._tell(PadReachable(True))
        self.happened.clear()
        self._speech_until = 0
        self._pending = [(at, Commanded(intent, text)) for at, text, intent in self.said]
        start = Start(routine=self.routine)
        self._tell(Commanded(start, f"start {self.routine}"))
        while not self._over():
            yield from self._flush()
            if not self._step():
                break
        yield from self._flush()

    def _over(self) -> bool:
        return self.now > LONGEST or (self.state.session is None and not self._pending)

    def _flush(self) -> list[dict[str, Any]]:
        given, self.happened = self.happened, []
        return given

    def _step(self) -> bool:
        due = wake_at(self.state)
        times = [at for at, _ in self._pending] + ([due] if due is not None else [])
        if not times:
            return False
        self.now = max(self.now, min(times))
        ready = sorted((item for item in self._pending if item[0] <= self.now), key=lambda item: item[0])
        self._pending = [item for item in self._pending if item[0] > self.now]
        for _, event in ready:
            self._tell(event)
        if not ready:
            self._tell(Woke())
        return True

    def _tell(self, event: Event) -> None:
        asked, step = self.state.question, self.state.session and self.state.session.index
        if isinstance(event, Commanded):
            self._note("command", text=event.text)
        self.state, effects = advance(self.state, event, self.now)
        for effect in effects:
            self._take(effect)
        if self.state.question and self.state.question is not asked:
            self._asked()
        session = self.state.session
        if session and session.index != step and session.step.kind.value == "change":
            self._later(READY_AFTER, Commanded(Ready(), "ready"))

    def _asked(self) -> None:
        question = self.state.question
        if question is None:
            return
        self._note("question", text=question.text)
        if question.kind == "warm_up":
            self._later(max(YES_AFTER, self._speech_until - self.now), Commanded(Yes(), "yes"))

    def _later(self, milliseconds: int, event: Event) -> None:
        self._pending.append((self.now + milliseconds, event))

    def _note(self, kind: str, **details: Any) -> None:
        self.happened.append({"t": round(self.now / 1000, 3), "type": kind, **details})

    def _take(self, effect: Effect) -> None:
        match effect:
            case Say(number, text, length):
                self._speech_until = max(self.now, self._speech_until) + length
                self._pending.append((self._speech_until, SpeechEnded(number)))
                self._note("say", text=text, seconds=length / 1000)
            case CutSpeech():
                self._speech_until = self.now
                self._pending = [item for item in self._pending if not isinstance(item[1], SpeechEnded)]
            case PadOn(seconds):
                self._note("heat_on", seconds=seconds)
                self._answer(True)
            case PadOff():
                self._note("heat_off")
                self._answer(False)
            case Publish(kind, details):
                self._published(kind, details)
            case Reply(text, accepted):
                if not accepted:
                    self._note("reply", text=text)
            case _:
                pass

    def _answer(self, on: bool) -> None:
        if self.pad == "ok" or (self.pad == "stuck-on" and on):
            self._later(50, PadReported(on))
        elif self.pad == "stuck-on":
            self._later(50, PadReported(True))

    def _published(self, kind: str, details: dict[str, Any]) -> None:
        names = {"step_started": "step", "session_finished": "finished", "session_stopped": "stopped"}
        if kind in names or kind not in ("heat_on", "heat_off"):
            self._note(names.get(kind, kind), **details)
