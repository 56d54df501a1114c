"""Soft tones, made of sines that fade in and out."""

import numpy as np

from companion.speech.renderer import RATE, Samples

LOUDNESS = 6_000
TONES: dict[str, tuple[tuple[float, float], ...]] = {
    "start": ((523.25, 0.18), (659.25, 0.28)),
    "end": ((659.25, 0.18), (523.25, 0.28)),
    "inhale": ((261.63, 0.25), (329.63, 0.35)),
    "exhale": ((329.63, 0.25), (261.63, 0.35)),
    "alarm": ((880.0, 0.25), (660.0, 0.25), (880.0, 0.25), (660.0, 0.25)),
}
"""name -> (frequency in Hz, seconds) one after the other."""


def chime(name: str) -> Samples:
    """The tone's samples; KeyError for an unknown name."""
    return np.concatenate([_tone(frequency, length) for frequency, length in TONES[name]])


def _tone(frequency: float, length: float) -> Samples:
    time = np.arange(int(length * RATE)) / RATE
    envelope = np.sin(np.pi * time / length) ** 0.6
    return (LOUDNESS * envelope * np.sin(2 * np.pi * frequency * time)).astype(np.int16)
