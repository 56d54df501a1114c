"""Listening as a policy: which groups of commands are live in which state.

The table itself is data (`voices/<language>/listening.yaml`); this is what it means.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Mode(StrEnum):
    """What the companion is doing, as far as listening goes."""

    IDLE = "idle"
    SESSION = "session"
    SPEAKING = "speaking"
    ASKING = "asking"
    MUTED = "muted"


@dataclass(frozen=True)
class Policy:
    """Groups of intents, and per mode the groups live without and with the wake phrase."""

    groups: Mapping[str, frozenset[str]]
    """group -> intent names; `safety` is live in every mode without the wake phrase."""
    live: Mapping[Mode, frozenset[str]]
    """mode -> groups live without the wake phrase."""
    woken: Mapping[Mode, frozenset[str]]
    """mode -> further groups live after the wake phrase."""

    def intents(self, mode: Mode, *, woken: bool) -> frozenset[str]:
        """The intent names that may be heard in `mode`."""
        groups = self.live[mode] | {"safety"}
        if woken:
            groups = groups | self.woken[mode]
        return frozenset().union(*(self.groups[group] for group in groups))

    def allows(self, intent: str, mode: Mode, *, woken: bool) -> bool:
        """Whether `intent`, spoken in `mode`, is acted on."""
        return intent in self.intents(mode, woken=woken)
