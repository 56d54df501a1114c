"""What an exercise file and a routine file may contain."""

import difflib
from collections.abc import Iterable
from typing import Annotated, Literal, Self, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from companion.durations import MINUTE, Duration, within
from companion.library.wording import Shown, Spoken
from companion.session.routine import Cue, Exercise, Phase, PhaseKind, Routine, Sides

RISKY = (
    "barbell-squat",
    "crack-spine",
    "deadlift",
    "deep-twist",
    "high-impact",
    "neck-hang",
    "running-on-concrete",
    "sit-up",
    "spinal-manipulation",
    "toe-touch",
)
"""High-risk movements named in the AS guide (S7)."""
ALIKE = 0.85
"""From here on two movements are one word spelt in two ways."""
KINDS = tuple(kind for kind in PhaseKind if kind is not PhaseKind.WARM)

Id = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=40)]
Name = Annotated[Spoken, Field(min_length=1, max_length=40)]
Length = Annotated[Duration, within(1_000, 60 * MINUTE)]
Hold = Annotated[Duration, within(1_000, 2 * MINUTE)]
Breath = Annotated[Duration, within(1_000, MINUTE)]


class Strict(BaseModel):
    """Unknown keys are mistakes."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class CueFile(Strict):
    """Words inside a phase."""

    at: Duration
    say: Spoken

    def cue(self) -> Cue:
        """As the core plays it."""
        return Cue(self.at, self.say)


class PhaseFile(Strict):
    """One phase: exactly one of the kinds, with its length."""

    hold: Hold | None = None
    move: Length | None = None
    breathe: Length | None = None
    change: Length | None = None
    rest: Length | None = None
    open: Length | None = None
    say: Spoken
    say_again: Spoken | None = None
    cue: Shown
    cues: tuple[CueFile, ...] = ()
    inhale: Breath | None = None
    exhale: Breath | None = None

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        lengths = self._lengths()
        if len(lengths) != 1:
            raise ValueError(f"a phase has exactly one of {', '.join(KINDS)}")
        if (self.breathe is not None) != bool(self.inhale and self.exhale):
            raise ValueError("breathe, inhale and exhale belong together")
        (length,) = lengths.values()
        if late := [cue for cue in self.cues if cue.at >= length]:
            raise ValueError(f"the cue {late[0].say!r} comes after the end of its phase")
        return self

    def _lengths(self) -> dict[PhaseKind, int]:
        return {kind: length for kind in KINDS if (length := getattr(self, kind)) is not None}

    def phase(self) -> Phase:
        """As the core plays it."""
        ((kind, length),) = self._lengths().items()
        return Phase(
            kind=kind,
            milliseconds=length,
            say=self.say,
            cue=self.cue,
            say_again=self.say_again,
            cues=tuple(cue.cue() for cue in sorted(self.cues, key=lambda cue: cue.at)),
            inhale=self.inhale or 0,
            exhale=self.exhale or 0,
        )


def risky(movement: str) -> str | None:
    """The high-risk movement that this one is, also where it is spelt a little differently."""
    near = difflib.get_close_matches(movement, RISKY, n=1, cutoff=ALIKE)
    return near[0] if near else None


def _only_risky(overrides: dict[str, str]) -> dict[str, str]:
    if idle := [name for name in overrides if name not in RISKY]:
        raise ValueError(f"{idle[0]!r} needs no override: one of {', '.join(RISKY)} would")
    return overrides


Items = TypeVar("Items", bound=tuple[object, ...])


def _some(items: Items) -> Items:
    """Field(min_length=1) would also complain where an item has a mistake of its own."""
    if not items:
        raise ValueError("at least one is needed")
    return items


class ExerciseFile(Strict):
    """An exercise."""

    id: Id
    name: Name
    source: str = Field(min_length=1)
    kind: Literal["mobility", "strength", "posture", "breathing", "stretch", "transition", "mind"]
    position: Literal["back", "side", "front", "sitting", "standing", "any"]
    movements: tuple[Id, ...] = ()
    gentle: bool = False
    override: Annotated[dict[str, Annotated[str, Field(min_length=1)]], AfterValidator(_only_risky)] = Field(
        default_factory=dict
    )
    """A high-risk movement that is loaded all the same, and who allowed it."""
    sides: Sides = Sides.NONE
    repetitions: int = Field(default=1, ge=1, le=30)
    start: Spoken = ""
    why: Spoken
    checks: tuple[Spoken, ...] = ()
    phases: Annotated[tuple[PhaseFile, ...], AfterValidator(_some)]

    def exercise(self) -> Exercise:
        """As the core plays it."""
        taken = self.model_dump(exclude={"phases", "override"})
        return Exercise(**taken, phases=tuple(phase.phase() for phase in self.phases))


class RoutineFile(Strict):
    """A routine."""

    id: Id
    name: Name
    source: str = Field(min_length=1)
    exercises: Annotated[tuple[str, ...], AfterValidator(_some)]
    warm_up: Annotated[Duration, within(MINUTE, 20 * MINUTE)] | None = None
    """Heat asked for before the first exercise (S1: never above 20 minutes)."""
    offer: str | None = None
    opening: Spoken = ""
    closing: Spoken = ""

    def routine(self) -> Routine:
        """As the core plays it."""
        return Routine(**{**self.model_dump(), "warm_up": self.warm_up or 0})


def unallowed(movements: Iterable[str], allowed: Iterable[str]) -> dict[str, str]:
    """The movements that are high-risk and not allowed, each with its name among RISKY."""
    found = {movement: name for movement in movements if (name := risky(movement))}
    return {movement: name for movement, name in found.items() if name not in allowed}
