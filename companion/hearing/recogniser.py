"""What every recogniser offers, and the table of those there are."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Protocol

from companion.errors import BadInput, CompanionError
from companion.hearing.grammar import Graph

RATE = 16_000
"""Samples a second; one channel of 16-bit little-endian everywhere."""
GARBAGE = "[unk]"
"""Stands in a transcript for what fits no sentence."""


@dataclass(frozen=True)
class Transcript:
    """What was heard in one utterance; empty if it was no sentence."""

    text: str
    confidence: float = 0.0
    """0 to 1; says little about speech outside the language."""


class Recogniser(Protocol):
    """Sound to words, within the sentences of one graph at a time."""

    missing: frozenset[str]
    """Words of the graphs so far that the engine's model does not know."""

    def set_grammar(self, graph: Graph) -> None:
        """What may be heard from the next utterance on; quick for a graph seen before."""

    def feed(self, pcm: bytes) -> str:
        """Hear some sound; returns the words so far, which may still change."""

    def finish(self) -> Transcript:
        """End the utterance."""


Maker = Callable[[Path | None, Mapping[str, str]], Recogniser]

ENGINES = {
    "pocketsphinx": "companion.hearing.pocketsphinx_engine",
    "vosk": "companion.hearing.vosk_engine",
}
"""name -> module with `make(model, pronunciations)`; imported when used."""


def recogniser(engine: str, model: Path | None, pronunciations: Mapping[str, str]) -> Recogniser:
    """The engine called `engine`; CompanionError if it cannot be used here."""
    if engine not in ENGINES:
        raise BadInput(f"There is no engine {engine!r}: use one of {', '.join(sorted(ENGINES))}.")
    try:
        module = import_module(ENGINES[engine])
    except ImportError as error:
        raise CompanionError(f"The engine {engine} is not installed ({error}): run make.") from error
    make: Maker = module.make
    return make(model, pronunciations)
