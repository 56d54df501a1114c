"""What the recogniser hears in sound files: one row a command."""

import wave
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import numpy as np

from companion import config
from companion.errors import BadInput
from companion.hearing.ear import Ear, Heard
from companion.hearing.engines import choose
from companion.hearing.recogniser import RATE, Recogniser
from companion.hearing.understanding import Language
from companion.library import load
from companion.session.listening import Mode

CHUNK = RATE // 10 * 2
QUIET = bytes(RATE)
"""Half a second of silence behind each file, so that its last word is decided as it would be live."""


def transcribe(
    files: Iterable[Path],
    *,
    settings: config.Hearing,
    language: str,
    engine: str | None = None,
    commands: Path | None = None,
    mode: str = "session",
) -> Iterator[dict[str, Any]]:
    """Rows of the contract for files, in the language `language` or that of a commands file."""
    if mode not in list(Mode):
        raise BadInput(f"There is no state {mode!r}: use {', '.join(Mode)}.")
    heard = (
        Language.foreign(commands) if commands else Language.load(language, load(config.data("exercises")))
    )
    recogniser = choose(engine or settings.engine, settings.model, language)
    return rows(files, recogniser, heard, Mode(mode))


def rows(
    files: Iterable[Path], recogniser: Recogniser, language: Language, mode: Mode = Mode.SESSION
) -> Iterator[dict[str, Any]]:
    """What is heard, in the order of the files; a file with no words gives one empty row."""
    for file in files:
        found = [_row(file, heard) for heard in _heard(read(file), recogniser, language, mode) if heard.text]
        yield from found or [_row(file, None)]


def _heard(pcm: bytes, recogniser: Recogniser, language: Language, mode: Mode) -> Iterator[Heard]:
    ear = Ear(recogniser, language, mode)
    sound = pcm + QUIET
    for start in range(0, len(sound), CHUNK):
        yield from ear.hear(sound[start : start + CHUNK])
    last = ear.end()
    if last:
        yield last


def _row(file: Path, heard: Heard | None) -> dict[str, Any]:
    if heard is None:
        nothing = {"start_s": 0.0, "end_s": 0.0, "decided_s": 0.0, "text": "", "intent": None, "slots": {}}
        return {"file": str(file), **nothing, "confidence": 0.0, "accepted": False}
    return {
        "file": str(file),
        "start_s": heard.start_s,
        "end_s": heard.end_s,
        "decided_s": heard.decided_s,
        "text": heard.text,
        "intent": heard.meaning.intent if heard.meaning else None,
        "slots": dict(heard.meaning.slots) if heard.meaning else {},
        "confidence": heard.confidence,
        "accepted": heard.accepted,
        "reason": heard.reason,
    }


def read(file: Path) -> bytes:
    """A WAV or FLAC file as 16 kHz mono; BadInput if it cannot be read."""
    if not file.is_file():
        raise BadInput(f"There is no sound file at {file}: check the path.")
    try:
        samples, rate = _wav(file) if file.suffix.lower() == ".wav" else _any(file)
    except (wave.Error, EOFError, RuntimeError, OSError, ValueError) as error:
        raise BadInput(f"{file} cannot be read as WAV or FLAC: {error}.") from error
    return bytes(_resampled(samples, rate).astype("<i2").tobytes())


def _wav(file: Path) -> tuple[Any, int]:
    with wave.open(str(file)) as opened:
        if opened.getsampwidth() != 2:
            return _any(file)
        frames = np.frombuffer(opened.readframes(opened.getnframes()), "<i2")
        return frames.reshape(-1, opened.getnchannels()).mean(axis=1), opened.getframerate()


def _any(file: Path) -> tuple[Any, int]:
    import soundfile

    frames, rate = soundfile.read(file, dtype="int16", always_2d=True)
    return frames.mean(axis=1), rate


def _resampled(samples: Any, rate: int) -> Any:
    """At 16 kHz, linearly; what is above 8 kHz is averaged away first."""
    if rate == RATE or not len(samples):
        return samples
    width = max(1, round(rate / RATE))
    smooth = np.convolve(samples, np.ones(width) / width, mode="same")
    times = np.arange(int(len(samples) * RATE / rate)) / RATE
    return np.interp(times, np.arange(len(samples)) / rate, smooth)
