"""Tells a story to the core with a clock of its own: given, said, then."""

from pathlib import Path

import yaml

from companion.session import engine
from companion.session.effects import Effect, PadOff, PadOn, Publish, Say
from companion.session.events import (
    Commanded,
    Event,
    PadReachable,
    PadReported,
    ServiceStarted,
    Source,
    SpeechEnded,
    Woke,
)
from companion.session.intents import intent
from companion.session.routine import Exercise, Library, Phase, PhaseKind, Routine, Sides
from companion.session.state import Settings, State

ROOT = Path(__file__).parents[2]
LINES = yaml.safe_load((ROOT / "voices/en/lines.yaml").read_text(encoding="utf-8"))

ROCK = Exercise(
    id="rock",
    name="Rock",
    source="test",
    kind="mobility",
    position="back",
    phases=(Phase(PhaseKind.HOLD, 20_000, "Hug the {side} knee.", "Hug {side} knee"),),
    why="It loosens the hips.",
    start="Lie on your back.",
    sides=Sides.ONE_FIRST,
    repetitions=2,
    gentle=True,
)
SIT_UP = Exercise(
    id="sit-up",
    name="Sit up",
    source="test",
    kind="change",
    position="side",
    phases=(Phase(PhaseKind.CHANGE, 60_000, "Roll to your side.", "Roll over"),),
    why="Arms carry you, not the spine.",
)
BREATHING = Exercise(
    id="breathing",
    name="Breathing",
    source="test",
    kind="breathing",
    position="back",
    phases=(Phase(PhaseKind.BREATHE, 60_000, "Breathe.", "Breathe", inhale=4_000, exhale=6_000),),
    why="It calms.",
    gentle=True,
)
LIBRARY = Library(
    exercises={e.id: e for e in (ROCK, SIT_UP, BREATHING)},
    routines={
        "bed": Routine("bed", "Bed routine", "test", ("rock", "sit-up"), warm_up=300_000, offer="breathing"),
        "breathing": Routine("breathing", "Breathing", "test", ("breathing",)),
    },
)


class Story:
    """A companion in virtual time: an obedient pad and voice unless told otherwise."""

    def __init__(self, *, pad: bool = True, pad_answers: bool = True, library: Library = LIBRARY) -> None:
        self.state = State(library=library, lines=LINES, settings=Settings(pad_configured=pad))
        self.now = 0
        self.effects: list[tuple[int, Effect]] = []
        self.pad_answers = pad_answers
        self.pad_on = False
        self._speech: list[tuple[int, int]] = []
        self.tell(ServiceStarted())
        if pad:
            self.tell(PadReachable(True))

    def tell(self, event: Event) -> list[Effect]:
        """One event, now."""
        self.state, effects = engine.advance(self.state, event, self.now)
        for effect in effects:
            self.effects.append((self.now, effect))
        for effect in effects:
            self._obey(effect)
        return list(effects)

    def _obey(self, effect: Effect) -> None:
        if isinstance(effect, Say):
            ends = max([self.now, *(at for at, _ in self._speech)]) + effect.milliseconds
            self._speech.append((ends, effect.number))
        elif type(effect).__name__ == "CutSpeech":
            self._speech.clear()
        elif isinstance(effect, PadOn | PadOff):
            self.pad_on = isinstance(effect, PadOn)
            if self.pad_answers:
                self.tell(PadReported(self.pad_on))

    def say(self, name: str, source: Source = Source.BEDSIDE, **slots: object) -> list[Effect]:
        """The person commands something."""
        return self.tell(Commanded(intent(name, **slots), name, source))

    def wait(self, seconds: float) -> None:
        """Time passes; deadlines and ends of speech come when they are due."""
        end = self.now + round(seconds * 1000)
        while True:
            due = engine.wake_at(self.state)
            times = [at for at, _ in self._speech] + ([due] if due is not None else [])
            upcoming = min((at for at in times if at <= end), default=None)
            if upcoming is None:
                break
            self.now = max(self.now, upcoming)
            ended = [number for at, number in self._speech if at <= self.now]
            self._speech = [(at, number) for at, number in self._speech if at > self.now]
            for number in ended:
                self.tell(SpeechEnded(number))
            self.tell(Woke())
        self.now = end

    def said(self) -> list[str]:
        """All that was spoken."""
        return [effect.text for _, effect in self.effects if isinstance(effect, Say)]

    def published(self) -> list[str]:
        """The types of all that the home was told."""
        return [effect.type for _, effect in self.effects if isinstance(effect, Publish)]

    def all(self, kind: type) -> list[tuple[int, Effect]]:
        """Effects of one kind with their times."""
        return [(at, effect) for at, effect in self.effects if isinstance(effect, kind)]
