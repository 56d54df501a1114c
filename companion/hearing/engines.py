"""Which recogniser is used: the one asked for, or the best that is there."""

from collections.abc import Mapping
from pathlib import Path

from companion.hearing.models import installed, voice
from companion.hearing.recogniser import Recogniser, recogniser


def choose(engine: str, model: Path | None, language: str) -> Recogniser:
    """`auto` is Vosk where a model of the language is found, and the embedded engine elsewhere."""
    pronunciations: Mapping[str, str] = voice(language).pronunciations
    found = model or next(iter(installed(language)), None)
    name = ("vosk" if found else "pocketsphinx") if engine == "auto" else engine
    return recogniser(name, found if name == "vosk" else None, pronunciations)
