"""Exercises and routines as the core plays them: immutable, times in milliseconds."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum


class PhaseKind(StrEnum):
    """How a phase runs and what ends it."""

    HOLD = "hold"
    """Stay, for a time."""
    MOVE = "move"
    """Move freely, for a time."""
    BREATHE = "breathe"
    """Breathe in and out at a pace, for a time."""
    CHANGE = "change"
    """Change position; ends on "ready", or after its time."""
    REST = "rest"
    """Nothing to do, for a time."""
    OPEN = "open"
    """Stay until "it has passed" or "next"."""
    WARM = "warm"
    """The heat pad warms; ends with the warm-up."""


class Sides(StrEnum):
    """Whether an exercise has sides, and in which order they come."""

    NONE = "none"
    ONE_FIRST = "one-first"
    ALTERNATE = "alternate"


@dataclass(frozen=True)
class Cue:
    """Words spoken inside a phase, `at` milliseconds after it began."""

    at: int
    say: str


@dataclass(frozen=True)
class Phase:
    """One thing to do. `say` and `cue` may contain `{side}`."""

    kind: PhaseKind
    milliseconds: int
    """Length at full dose; for OPEN the longest that the companion waits."""
    say: str
    """Spoken before the time starts."""
    cue: str
    """Two or three words for the display."""
    say_again: str | None = None
    """Said instead of `say` from the second repetition on."""
    cues: tuple[Cue, ...] = ()
    inhale: int = 0
    """Milliseconds of breathing in (BREATHE)."""
    exhale: int = 0


@dataclass(frozen=True)
class Exercise:
    """One movement of a guide."""

    id: str
    name: str
    source: str
    """The guide and its heading."""
    kind: str
    position: str
    phases: tuple[Phase, ...]
    why: str
    start: str = ""
    """The starting pose, spoken once."""
    sides: Sides = Sides.NONE
    repetitions: int = 1
    """At full dose, per side."""
    movements: tuple[str, ...] = ()
    gentle: bool = False
    """Allowed in a flare."""
    checks: tuple[str, ...] = ()
    """Form checks, shown and said once while moving."""


@dataclass(frozen=True)
class Routine:
    """Exercises in an order, with an optional warm-up before and offer after."""

    id: str
    name: str
    source: str
    exercises: tuple[str, ...]
    warm_up: int = 0
    """Milliseconds of heat asked for before the first exercise."""
    offer: str | None = None
    """Routine id offered at the end."""
    opening: str = ""
    closing: str = ""


@dataclass(frozen=True)
class Library:
    """Everything that can be started, by id."""

    exercises: Mapping[str, Exercise] = field(default_factory=dict)
    routines: Mapping[str, Routine] = field(default_factory=dict)


@dataclass(frozen=True)
class Step:
    """A phase placed in a running session: what to say, to show and to time."""

    exercise: str
    name: str
    kind: PhaseKind
    milliseconds: int
    say: str
    cue: str
    cues: tuple[Cue, ...] = ()
    side: str | None = None
    """left or right."""
    repetition: int = 1
    repetitions: int = 1
    inhale: int = 0
    exhale: int = 0


SIDES = ("left", "right")


def steps(routine: Routine, library: Library, dose: float = 1.0) -> tuple[Step, ...]:
    """The routine as a flat list of steps; `dose` (0 to 1] scales repetitions and free time."""
    warm = _warm_up(routine)
    chained = (step for name in routine.exercises for step in exercise_steps(library.exercises[name], dose))
    return (*warm, *chained)


def _warm_up(routine: Routine) -> tuple[Step, ...]:
    if not routine.warm_up:
        return ()
    return (Step("warm-up", "Warm-up", PhaseKind.WARM, routine.warm_up, "", "Warming"),)


def exercise_steps(exercise: Exercise, dose: float = 1.0) -> tuple[Step, ...]:
    """One exercise as steps; the first step also speaks the starting pose."""
    count = max(1, round(exercise.repetitions * dose))
    flat = [
        _step(exercise, phase, side, repetition, count, dose)
        for side, repetition in _turns(exercise.sides, count)
        for phase in exercise.phases
    ]
    first = flat[0]
    opening = " ".join(part for part in (f"{exercise.name}.", exercise.start, first.say) if part)
    return (_with_say(first, opening), *flat[1:])


def _turns(sides: Sides, count: int) -> list[tuple[str | None, int]]:
    numbers = range(1, count + 1)
    if sides is Sides.NONE:
        return [(None, number) for number in numbers]
    if sides is Sides.ONE_FIRST:
        return [(side, number) for side in SIDES for number in numbers]
    return [(side, number) for number in numbers for side in SIDES]


def _step(exercise: Exercise, phase: Phase, side: str | None, number: int, count: int, dose: float) -> Step:
    again = number > 1 and phase.say_again is not None
    said = phase.say_again if again and phase.say_again is not None else phase.say
    return Step(
        exercise=exercise.id,
        name=exercise.name,
        kind=phase.kind,
        milliseconds=_scaled(exercise, phase, dose),
        say=_sided(said, side),
        cue=_sided(phase.cue, side),
        cues=tuple(Cue(cue.at, _sided(cue.say, side)) for cue in phase.cues),
        side=side,
        repetition=number,
        repetitions=count,
        inhale=phase.inhale,
        exhale=phase.exhale,
    )


def _scaled(exercise: Exercise, phase: Phase, dose: float) -> int:
    """A timed exercise without repetitions takes its dose in time, whole breaths for breathing."""
    if exercise.repetitions > 1 or phase.kind not in (PhaseKind.MOVE, PhaseKind.BREATHE):
        return phase.milliseconds
    breath = phase.inhale + phase.exhale or 1_000
    return max(breath, round(phase.milliseconds * dose / breath) * breath)


def _sided(text: str, side: str | None) -> str:
    return text.replace("{side}", side or "")


def _with_say(step: Step, say: str) -> Step:

    return replace(step, say=say)
