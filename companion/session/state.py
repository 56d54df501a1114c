"""All that the companion knows at one moment. Times are integer milliseconds of one clock."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from companion.session.intents import Intent
from companion.session.listening import Mode
from companion.session.routine import Library, Routine, Step

MINUTE = 60_000


@dataclass(frozen=True)
class Settings:
    """What the person has chosen; the core never changes it."""

    dose: float = 1.0
    pad_configured: bool = False
    heat_limit: int = 15 * MINUTE
    heat_rest: int = 20 * MINUTE
    heat_default: int = 5 * MINUTE
    milliseconds_a_word: int = 400


class HeatPhase(StrEnum):
    """Where the pad is, as far as is known."""

    OFF = "off"
    REQUESTED = "requested"
    ON = "on"
    TURNING_OFF = "turning_off"
    FAILED = "failed"


@dataclass(frozen=True)
class Heat:
    """The pad, and the rules it is under."""

    phase: HeatPhase = HeatPhase.OFF
    began: int = 0
    until: int = 0
    """The deadline of the warm-up (REQUESTED, ON)."""
    check_at: int | None = None
    """When an unconfirmed command is looked at again."""
    tries: int = 0
    known_on: bool = False
    """Whether the pad was commanded or reported on since it was last off."""
    used: int = 0
    """Heat since the last rest."""
    ended: int | None = None
    rest_until: int = 0
    reachable: bool = False


class Running(StrEnum):
    """What the current step is doing."""

    ANNOUNCING = "announcing"
    TIMING = "timing"
    PAUSED = "paused"
    WAITING = "waiting"


@dataclass(frozen=True)
class Session:
    """A routine being played."""

    routine: Routine
    steps: tuple[Step, ...]
    began: int
    index: int = 0
    running: Running = Running.ANNOUNCING
    utterance: int = 0
    """The announcement that is waited for (ANNOUNCING)."""
    until: int = 0
    """End of the time (TIMING), of the patience (WAITING), or of the announcement at the latest."""
    total: int = 0
    """Length of the time, with what was added."""
    left: int = 0
    """Time left when paused; 0 means that the step is announced anew."""
    marked: int = 0
    """How many of the step's marks have been given."""
    tempo: float = 1.0
    done: int = 0

    @property
    def step(self) -> Step:
        """The step being played."""
        return self.steps[self.index]


@dataclass(frozen=True)
class Question:
    """Something the person is asked; silence is an answer too."""

    kind: str
    """heat, warm_up, start or reminder."""
    text: str
    until: int
    intent: Intent | None = None
    """What a yes does."""
    asked: int = 1


@dataclass(frozen=True)
class Timer:
    """A reminder or a cold pack, due at a time."""

    name: str
    due: int


@dataclass(frozen=True)
class Heard:
    """What was last heard and what was done about it."""

    text: str
    accepted: bool
    outcome: str
    until: int


@dataclass(frozen=True)
class Finished:
    """The last session, for the closing screen."""

    name: str
    seconds: int
    steps: int
    until: int


@dataclass(frozen=True)
class State:
    """The companion, whole."""

    library: Library = field(default_factory=Library)
    lines: Mapping[str, str] = field(default_factory=dict)
    settings: Settings = field(default_factory=Settings)
    session: Session | None = None
    heat: Heat = field(default_factory=Heat)
    question: Question | None = None
    timers: tuple[Timer, ...] = ()
    card: str | None = None
    """help, or alarm with the words shown: the overlay asked for."""
    heard: Heard | None = None
    misheard: int = 0
    finished: Finished | None = None
    numbered: int = 0
    """Utterances given out."""
    spoken: int = 0
    """Utterances ended or cut."""
    speaking_until: int = 0
    saying: str = ""
    last_said: str = ""
    volume: int = 80
    night: bool = False
    muted: bool = False
    flare: bool = False
    pain: int | None = None
    stiffness: int | None = None
    resting: Mapping[str, int] = field(default_factory=dict)
    """Exercise ended by sharp pain -> until when it rests."""
    problems: Mapping[str, str] = field(default_factory=dict)
    warned_no_heat: bool = False

    @property
    def speaking(self) -> bool:
        """Whether an utterance is on its way to the ear."""
        return self.spoken < self.numbered

    @property
    def mode(self) -> Mode:
        """Which row of the listening policy holds now."""
        if self.muted:
            return Mode.MUTED
        if self.question and not self.speaking:
            return Mode.ASKING
        if self.speaking:
            return Mode.SPEAKING
        return Mode.SESSION if self.session else Mode.IDLE
