"""What an exercise file and a routine file may contain."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from companion.durations import Duration
from companion.session.routine import Cue, Exercise, Phase, PhaseKind, Routine, Sides

LONGEST_HOLD = 120_000
BANNED = frozenset(
    {
        "toe-touch",
        "sit-up",
        "deep-twist",
        "barbell-squat",
        "deadlift",
        "high-impact",
        "neck-hang",
        "manipulation",
    }
)
"""High-risk movements named in the AS guide (S7)."""
COMMAND_WORDS = frozenset(
    [
        "pause",
        "resume",
        "continue",
        "next",
        "skip",
        "back",
        "repeat",
        "stop",
        "slower",
        "faster",
        "easier",
        "harder",
        "ready",
        "yes",
        "no",
        "done",
    ]
)


class Strict(BaseModel):
    """Unknown keys are mistakes."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class CueFile(Strict):
    """Words inside a phase."""

    at: Duration
    say: str


class PhaseFile(Strict):
    """One phase: exactly one of the kinds, with its length."""

    hold: Duration | None = None
    move: Duration | None = None
    breathe: Duration | None = None
    change: Duration | None = None
    rest: Duration | None = None
    open: Duration | None = None
    say: str
    say_again: str | None = None
    cue: str = Field(max_length=24)
    cues: tuple[CueFile, ...] = ()
    inhale: Duration = 0
    exhale: Duration = 0

    @model_validator(mode="after")
    def _sound(self) -> "PhaseFile":
        given = [kind for kind in PhaseKind if getattr(self, kind.value, None) is not None]
        if len(given) != 1:
            raise ValueError("a phase has exactly one of hold, move, breathe, change, rest, open")
        if (self.hold or 0) > LONGEST_HOLD:
            raise ValueError("a hold is never longer than 2 min")
        if self.breathe is not None and not (self.inhale and self.exhale):
            raise ValueError("breathing needs inhale and exhale")
        for text in (self.say, self.cue, self.say_again or "", *(cue.say for cue in self.cues)):
            _no_bare_command(text)
        if any(cue.at >= self.kind_and_length()[1] for cue in self.cues):
            raise ValueError("a cue comes after the end of its phase")
        return self

    def kind_and_length(self) -> tuple[PhaseKind, int]:
        """Which kind it is, and how long."""
        kind = next(kind for kind in PhaseKind if getattr(self, kind.value, None) is not None)
        return kind, getattr(self, kind.value)

    def phase(self) -> Phase:
        """As the core plays it."""
        kind, length = self.kind_and_length()
        return Phase(
            kind=kind,
            milliseconds=length,
            say=self.say,
            cue=self.cue,
            say_again=self.say_again,
            cues=tuple(Cue(cue.at, cue.say) for cue in self.cues),
            inhale=self.inhale,
            exhale=self.exhale,
        )


def _no_bare_command(text: str) -> None:
    """The companion must not command itself: no sentence is one live command word."""
    for sentence in text.replace("!", ".").replace("?", ".").split("."):
        if sentence.strip().lower() in COMMAND_WORDS:
            raise ValueError(f"{sentence.strip()!r} alone is a spoken command: word it differently")


class ExerciseFile(Strict):
    """An exercise."""

    id: str = Field(pattern=r"^[a-z0-9-]+$")
    name: str
    source: str
    kind: Literal["mobility", "strength", "posture", "breathing", "stretch", "transition", "mind"]
    position: Literal["back", "side", "front", "sitting", "standing", "any"]
    movements: tuple[str, ...] = ()
    gentle: bool = False
    override: str | None = None
    """Names the reason why a high-risk movement is loaded all the same."""
    sides: Sides = Sides.NONE
    repetitions: int = Field(1, ge=1, le=30)
    start: str = ""
    why: str
    checks: tuple[str, ...] = ()
    phases: tuple[PhaseFile, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _sound(self) -> "ExerciseFile":
        named = any("{side}" in phase.say + phase.cue for phase in self.phases)
        if named and self.sides is Sides.NONE:
            raise ValueError("{side} is said, but sides is none: set sides to one-first or alternate")
        if self.sides is not Sides.NONE and not named:
            raise ValueError("it has sides, but no phase says {side}")
        banned = BANNED & set(self.movements)
        if banned and not self.override:
            raise ValueError(
                f"{', '.join(sorted(banned))} is too risky: leave it out, or name a reason in override"
            )
        return self

    def exercise(self) -> Exercise:
        """As the core plays it."""
        taken = self.model_dump(exclude={"phases", "override"})
        return Exercise(**taken, phases=tuple(phase.phase() for phase in self.phases))


class RoutineFile(Strict):
    """A routine."""

    id: str = Field(pattern=r"^[a-z0-9-]+$")
    name: str
    source: str
    exercises: tuple[str, ...] = Field(min_length=1)
    warm_up: Duration = 0
    offer: str | None = None
    opening: str = ""
    closing: str = ""

    def routine(self) -> Routine:
        """As the core plays it."""
        return Routine(**self.model_dump())
