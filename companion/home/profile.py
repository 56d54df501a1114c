"""A heat pad's device type, as data: what to send and how to read its state."""

import json
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict

from companion import config
from companion.documents import Document, nearest
from companion.errors import BadInput


class Strict(BaseModel):
    """Unknown keys are mistakes."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Message(Strict):
    """A topic and payload; {name}, {seconds} and {seconds_plus_100} are filled in."""

    topic: str
    payload: str

    def fill(self, name: str, seconds: int = 0) -> tuple[str, str]:
        """The topic and the payload to publish."""
        return self.topic.replace("{name}", name), _fill(self.payload, name, seconds)


def _fill(text: str, name: str, seconds: int) -> str:
    filled = {"{name}": name, "{seconds}": str(seconds), "{seconds_plus_100}": str(seconds + 100)}
    for slot, value in filled.items():
        text = text.replace(slot, value)
    return text


class Reading(Strict):
    """Where the device tells its state, and what it says for on and off."""

    topic: str
    key: str | None = None
    on: tuple[str | bool, ...]
    off: tuple[str | bool, ...]

    def read(self, payload: bytes) -> bool | None:
        """True for on, False for off, None for anything else."""
        value = self._value(payload)
        if value in self.on:
            return True
        return False if value in self.off else None

    def _value(self, payload: bytes) -> Any:
        try:
            text = payload.decode("utf-8")
            found = json.loads(text).get(self.key) if self.key else text
        except (ValueError, AttributeError, RecursionError):
            return None
        return found if isinstance(found, str | bool) else None


class Profile(Strict):
    """One device type; a new one is a new file in config/pads/."""

    on: Message
    off: Message
    ask: Message | None = None
    state: Reading
    counts_down: bool
    """Whether the device switches itself off after the seconds it was given."""
    protects: str
    """Said to the person: what protects them if this machine fails."""


def profiles() -> dict[str, Path]:
    """Every profile file by its name; the user's own override."""
    return {path.stem: path for folder in config.data("pads") for path in sorted(folder.glob("*.yaml"))}


def load_profile(name: str) -> Profile:
    """The profile called `name`; BadInput if there is none or it is wrong."""
    known = profiles()
    if name not in known:
        raise BadInput(f"pad.profile: there is no pad profile {name!r}{nearest(name, list(known))}")
    document = Document(known[name])
    profile = document.parse(Profile)
    if profile is None:
        raise BadInput("\n".join(str(mistake) for mistake in document.mistakes))
    return profile
