"""What a person can ask for: one frozen dataclass an intent, slots as fields."""

import re
from dataclasses import dataclass, fields
from typing import Any


@dataclass(frozen=True)
class Intent:
    """Something the person wants, whichever way they said it."""

    @property
    def name(self) -> str:
        """The intent's name in the language files and on the wire, e.g. `heat_on`."""
        return NAMES[type(self)]

    @property
    def slots(self) -> dict[str, Any]:
        """Only the slots that were filled."""
        filled = ((f.name, getattr(self, f.name)) for f in fields(self))
        return {name: value for name, value in filled if value is not None}


@dataclass(frozen=True)
class Start(Intent):
    """Begin a routine or a single exercise, by id."""

    routine: str | None = None
    exercise: str | None = None


class Pause(Intent): ...


class Resume(Intent): ...


class Next(Intent): ...


class Back(Intent): ...


class Repeat(Intent): ...


class Restart(Intent): ...


class Ready(Intent): ...


class Stop(Intent): ...


class Slower(Intent): ...


class Faster(Intent): ...


class Easier(Intent): ...


class Harder(Intent): ...


class OtherSide(Intent): ...


@dataclass(frozen=True)
class Extend(Intent):
    seconds: int = 10


class Hurts(Intent): ...


class Passed(Intent): ...


@dataclass(frozen=True)
class Pain(Intent):
    level: int = 0
    """0 to 10."""


@dataclass(frozen=True)
class Stiffness(Intent):
    minutes: int = 0


class FlareStart(Intent): ...


class FlareEnd(Intent): ...


class LowEnergy(Intent): ...


@dataclass(frozen=True)
class RedFlag(Intent):
    """A sign that needs medical help now, e.g. `numbness`."""

    sign: str = ""


@dataclass(frozen=True)
class HeatOn(Intent):
    minutes: int | None = None


class HeatOff(Intent): ...


class HeatStatus(Intent): ...


@dataclass(frozen=True)
class ColdTimer(Intent):
    minutes: int | None = None


@dataclass(frozen=True)
class Remind(Intent):
    minutes: int = 10


@dataclass(frozen=True)
class Snooze(Intent):
    minutes: int | None = None


class Done(Intent): ...


class Decline(Intent): ...


class WhatsNext(Intent): ...


class TellTime(Intent): ...


class Remaining(Intent): ...


class Help(Intent): ...


class Explain(Intent): ...


@dataclass(frozen=True)
class Show(Intent):
    view: str = "week"


class Louder(Intent): ...


class Quieter(Intent): ...


class Night(Intent): ...


class Day(Intent): ...


class Mute(Intent): ...


class Listen(Intent): ...


class HelpCall(Intent): ...


class Yes(Intent): ...


class No(Intent): ...


RENAMED = {"TellTime": "time"}


def _snake(name: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()


NAMES: dict[type[Intent], str] = {
    kind: RENAMED.get(kind.__name__, _snake(kind.__name__)) for kind in Intent.__subclasses__()
}
KINDS: dict[str, type[Intent]] = {name: kind for kind, name in NAMES.items()}


def intent(name: str, **slots: Any) -> Intent:
    """The intent called `name`; raises ValueError for an unknown name, slot or slot type."""
    kind = KINDS.get(name)
    if kind is None:
        raise ValueError(f"unknown intent {name!r}")
    types = {field.name: str(field.type) for field in fields(kind)}
    for slot, value in slots.items():
        expected = types.get(slot)
        if expected is None:
            raise ValueError(f"intent {name!r} has no slot {slot!r}")
        wanted = int if "int" in expected else str
        if type(value) is not wanted:
            raise ValueError(f"{name}.{slot} must be {wanted.__name__}, not {value!r}")
    return kind(**slots)
