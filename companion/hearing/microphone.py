"""The microphone, which may vanish and come back at any time."""

import logging
import queue
import time
from collections.abc import Callable
from typing import Any

from companion.hearing.recogniser import RATE

log = logging.getLogger(__name__)
BLOCK = RATE * 30 // 1000
DEAF = 2.0
"""Seconds without sound after which the device is taken for gone, and between attempts to open one."""
KEPT = 256
"""Blocks waiting to be heard; older ones are dropped, late commands are worse than lost ones."""


class Microphone:
    """16 kHz mono from PortAudio, in blocks."""

    def __init__(self, device: str | None, on_problem: Callable[[str], None]) -> None:
        self._device = device
        self._on_problem = on_problem
        self._problem: str | None = None
        self._stream: Any = None
        self._blocks: queue.Queue[bytes] = queue.Queue(KEPT)
        self._tried = self._heard = -DEAF

    def read(self, timeout: float = 0.2) -> bytes:
        """The next block; empty if there is none in time. Opens the device when it has to."""
        self._keep_open()
        try:
            return self._blocks.get(timeout=timeout)
        except queue.Empty:
            return b""

    def _keep_open(self) -> None:
        now = time.monotonic()
        if now - max(self._heard, self._tried) < DEAF:
            return
        self._tried = now
        self.close()
        try:
            self._open()
        except Exception as error:  # PortAudio raises many kinds; all mean that there is no microphone
            log.info("no microphone: %s", error)
            self._tell("No microphone can be opened: plug one in, or type commands.")

    def _open(self) -> None:
        import sounddevice

        if not sounddevice.query_devices():
            # PortAudio lists devices once. Where it has none, nothing else can be using it.
            sounddevice._terminate()
            sounddevice._initialize()
        stream = sounddevice.RawInputStream(
            samplerate=RATE,
            blocksize=BLOCK,
            channels=1,
            dtype="int16",
            device=self._device,
            callback=self._take,
        )
        self._stream = stream
        stream.start()

    def _take(self, block: Any, _frames: int, _time: Any, _status: Any) -> None:
        self._heard = time.monotonic()
        if self._blocks.full():
            self._blocks.get_nowait()
        self._blocks.put_nowait(bytes(block))
        self._tell("")

    def _tell(self, problem: str) -> None:
        if problem != self._problem:
            self._problem = problem
            self._on_problem(problem)

    def close(self) -> None:
        """Close the device; a dead one may refuse, which is no matter."""
        stream, self._stream = self._stream, None
        try:
            if stream is not None:
                stream.abort()
                stream.close()
        except Exception as error:
            log.info("the old microphone did not close: %s", error)
