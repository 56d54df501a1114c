"""The speaker: mixes speech and chimes, falls silent at once, survives the device going away."""

import logging
import threading
import time
from collections.abc import Callable
from typing import Any

import numpy as np

from companion.speech.renderer import RATE, Samples

log = logging.getLogger(__name__)
BLOCK = 512
LATENCY = 0.05
STALLED = 0.5
"""Seconds without a callback after which the device is taken for gone."""
RETRY = 2.0
FADE = 256
"""Samples of fading out when speech is cut."""


class Player:
    """One output stream; without a device, sound takes its time in silence."""

    def __init__(self, device: str | None, on_problem: Callable[[str], None]) -> None:
        self._device = device
        self._on_problem = on_problem
        self._problem: str | None = None
        self._stream: Any = None
        self._called = 0.0
        self._tried = -RETRY
        self._lock = threading.Lock()
        self._speech: Samples | None = None
        self._chimes: list[Samples] = []
        self._cutting = False
        self.volume = 80

    def open(self) -> None:
        """Open the device if it is closed and was not tried just now."""
        if self.alive or time.monotonic() - self._tried < RETRY:
            return
        self._tried = time.monotonic()
        self.close()
        try:
            self._open()
            self._tell("")
        except Exception as error:  # PortAudio raises many kinds; all mean that there is no speaker
            log.info("no speaker: %s", error)
            self._tell("No speaker can be opened.")

    def _open(self) -> None:
        import sounddevice

        stream = sounddevice.RawOutputStream(
            samplerate=RATE,
            channels=1,
            dtype="int16",
            blocksize=BLOCK,
            latency=LATENCY,
            device=self._device,
            callback=self._fill,
        )
        stream.start()
        self._called = time.monotonic()
        self._stream = stream

    def _tell(self, problem: str) -> None:
        if problem != self._problem:
            self._problem = problem
            self._on_problem(problem)

    @property
    def alive(self) -> bool:
        """Whether the device takes samples."""
        return self._stream is not None and time.monotonic() - self._called < STALLED

    def close(self) -> None:
        """Close the device; a dead one may refuse, which is no matter."""
        stream, self._stream = self._stream, None
        if stream is not None:
            threading.Thread(target=_abandon, args=(stream,), daemon=True).start()

    def speak(self, samples: Samples) -> None:
        """Start to play speech; what was playing is replaced."""
        with self._lock:
            self._speech, self._cutting = samples, False

    def chime(self, samples: Samples) -> None:
        """Mix a tone in."""
        with self._lock:
            self._chimes.append(samples)

    def cut(self) -> None:
        """Silence speech and tones within a block."""
        with self._lock:
            self._cutting = True
            self._chimes.clear()

    @property
    def playing(self) -> bool:
        """Whether speech is still to be heard."""
        return self._speech is not None

    def _fill(self, out: Any, frames: int, _time: Any, _status: Any) -> None:
        self._called = time.monotonic()
        with self._lock:
            mixed = self._next_speech(frames)
            for number, tone in enumerate(self._chimes):
                mixed[: len(tone)] += tone[:frames]
                self._chimes[number] = tone[frames:]
            self._chimes = [tone for tone in self._chimes if len(tone)]
        mixed *= (self.volume / 100) ** 2
        out[:] = np.clip(mixed, -32_768, 32_767).astype(np.int16).tobytes()

    def _next_speech(self, frames: int) -> Any:
        mixed = np.zeros(frames)
        if self._speech is None:
            return mixed
        taken = self._speech[:frames].astype(float)
        if self._cutting:
            taken = taken[:FADE] * np.linspace(1, 0, len(taken[:FADE]))
            self._speech, self._cutting = None, False
        else:
            self._speech = self._speech[frames:] if len(self._speech) > frames else None
        mixed[: len(taken)] = taken
        return mixed


def _abandon(stream: Any) -> None:
    try:
        stream.abort()
        stream.close()
    except Exception as error:
        log.info("the old device did not close: %s", error)
