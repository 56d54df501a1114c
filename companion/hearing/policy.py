"""The listening policy and the wake phrases, from `listening.yaml`."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from companion.documents import Document, nearest
from companion.errors import BadInput
from companion.hearing.network import Network
from companion.hearing.words import spoken
from companion.session.listening import Mode, Policy

SAFETY = "safety"
NEVER_LEFT_OUT = frozenset({"stop", "hurts", "heat_off", "help_call", "red_flag"})
"""What makes things safer is heard in every state, without the wake phrase (S5)."""


class _Live(BaseModel):
    model_config = ConfigDict(extra="forbid")
    live: list[str] = []
    woken: list[str] = []


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid")
    language: str
    wake: list[str]
    groups: dict[str, list[str]]
    modes: dict[Mode, _Live]


@dataclass(frozen=True)
class Listening:
    """When what is listened to, and how the companion is called."""

    language: str
    """Of the numbers, e.g. `en`."""
    wake: tuple[tuple[str, ...], ...]
    """Wake phrases, longest first, in words."""
    policy: Policy


def load_listening(path: Path, network: Network) -> Listening:
    """The policy; BadInput with every mistake, one a line."""
    document = Document(path)
    file = document.parse(_File)
    if file:
        _check(file, document, frozenset(root.intent for root in network.roots))
    if file is None or document.mistakes:
        raise BadInput("\n".join(str(mistake) for mistake in document.mistakes))
    groups = {name: frozenset(intents) for name, intents in file.groups.items()}
    rows = {mode: file.modes.get(mode, _Live()) for mode in Mode}
    live = {mode: frozenset(row.live) for mode, row in rows.items()}
    woken = {mode: frozenset(row.woken) for mode, row in rows.items()}
    wake = sorted((spoken(phrase, file.language) for phrase in file.wake), key=len, reverse=True)
    return Listening(file.language, tuple(wake), Policy(groups, live, woken))


def _check(file: _File, document: Document, intents: frozenset[str]) -> None:
    for phrase in file.wake:
        if not spoken(phrase, file.language):
            document.mistake(("wake",), "a wake phrase needs at least one word")
    for group, names in file.groups.items():
        for number, name in enumerate(names):
            if name not in intents:
                near = nearest(name, sorted(intents))
                document.mistake(("groups", group, number), f"{name!r} is not in commands.yaml{near}")
    missing = NEVER_LEFT_OUT - set(file.groups.get(SAFETY, ()))
    if missing:
        document.mistake(("groups",), f"the group `safety` must hold {', '.join(sorted(missing))}")
    _check_modes(file, document)


def _check_modes(file: _File, document: Document) -> None:
    for mode, row in file.modes.items():
        for key, names in {"live": row.live, "woken": row.woken}.items():
            for number, name in enumerate(names):
                if name not in file.groups:
                    text = f"unknown group {name!r}{nearest(name, list(file.groups))}"
                    document.mistake(("modes", mode.value, key, number), text)


def open_listening(network: Network) -> Listening:
    """A policy under which everything is live in every mode."""
    intents = frozenset(root.intent for root in network.roots)
    everywhere: Mapping[Mode, frozenset[str]] = dict.fromkeys(Mode, frozenset({SAFETY}))
    policy = Policy({SAFETY: intents}, everywhere, dict.fromkeys(Mode, frozenset()))
    return Listening("en", (), policy)
