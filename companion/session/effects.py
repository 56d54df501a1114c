"""What is to be done, in the imperative: everything the core can ask of the edges."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Say:
    """Speak `text`; answered by `SpeechEnded(number)`."""

    number: int
    text: str
    milliseconds: int
    """How long the core reckons with, should no answer come."""


@dataclass(frozen=True)
class CutSpeech:
    """Stop speaking at once; what was queued is dropped and not answered."""


@dataclass(frozen=True)
class Chime:
    """Play a soft tone: `start`, `end`, `inhale`, `exhale`, `tick`, `alarm` or `heard`."""

    name: str


@dataclass(frozen=True)
class SetVolume:
    percent: int


@dataclass(frozen=True)
class PadOn:
    """Switch the pad on for `seconds`, counted down by the device where it can."""

    seconds: int


@dataclass(frozen=True)
class PadOff:
    """Switch the pad off."""


@dataclass(frozen=True)
class Publish:
    """Tell the home: one object on the `event` topic."""

    type: str
    details: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Reply:
    """The answer to the command just given, for `send` and MQTT."""

    text: str
    accepted: bool = True


@dataclass(frozen=True)
class ReadClock:
    """Tell the core the wall clock's time, with `ClockRead`."""


Effect = Say | CutSpeech | Chime | SetVolume | PadOn | PadOff | Publish | Reply | ReadClock
