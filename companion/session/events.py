"""What has happened, in the past tense: everything the core can be told."""

from dataclasses import dataclass
from enum import StrEnum

from companion.session.intents import Intent


class Source(StrEnum):
    """Where a command came from. Only `BEDSIDE` may say yes to heat (S4)."""

    BEDSIDE = "bedside"
    """Voice, key, touch or typed text at this machine."""
    REMOTE = "remote"
    """MQTT: an automation, another screen, a schedule."""


@dataclass(frozen=True)
class Commanded:
    """An understood command that the listening policy let through."""

    intent: Intent
    text: str
    source: Source = Source.BEDSIDE


@dataclass(frozen=True)
class NotUnderstood:
    """Something was said that is no command, or no command here."""

    text: str
    reason: str


@dataclass(frozen=True)
class SpeechEnded:
    """Utterance `number` has been played to its end, or could not be played."""

    number: int


@dataclass(frozen=True)
class PadReported:
    """The pad told its own state."""

    on: bool


@dataclass(frozen=True)
class PadReachable:
    """The way to the pad came up or went down (broker connection, pad availability)."""

    reachable: bool


@dataclass(frozen=True)
class EdgeChanged:
    """An edge broke or came back; `problem` is one short sentence, empty when it is well."""

    edge: str
    """microphone, speaker, broker, pad or display."""
    problem: str


@dataclass(frozen=True)
class ClockRead:
    """The wall clock was read, as asked by `ReadClock`."""

    hour: int
    minute: int


@dataclass(frozen=True)
class Woke:
    """A deadline that `wake_at` named has come (a late or early one changes nothing)."""


@dataclass(frozen=True)
class ServiceStarted:
    """The service is up: the pad is told to be off."""


@dataclass(frozen=True)
class ServiceStopping:
    """The service is going down: the pad is told to be off."""


Event = (
    Commanded
    | NotUnderstood
    | SpeechEnded
    | PadReported
    | PadReachable
    | EdgeChanged
    | ClockRead
    | Woke
    | ServiceStarted
    | ServiceStopping
)
