"""pyttsx3 with espeak-ng, in a child process that may be killed."""

import json
import select
import subprocess
import sys
import tempfile
import wave
from pathlib import Path

import numpy as np

from companion.errors import CompanionError
from companion.speech.renderer import RATE, Samples

PATIENCE = 5.0
CACHED = 256


class Pyttsx3Renderer:
    """Renders to a file in memory-backed storage; remembers what it rendered."""

    def __init__(self, rate: int, voice: str | None) -> None:
        self._rate = rate
        self._voice = voice
        self._child: subprocess.Popen[str] | None = None
        self._folder = tempfile.TemporaryDirectory(prefix="companion-speech-", dir=_memory())
        self._cache: dict[str, Samples] = {}

    def render(self, text: str) -> Samples:
        """Samples of the text; a child that hangs or dies is replaced and asked once more."""
        if text not in self._cache:
            try:
                samples = self._ask(text)
            except (OSError, ValueError):
                self._kill()
                samples = self._ask_again(text)
            if len(self._cache) >= CACHED:
                self._cache.pop(next(iter(self._cache)))
            self._cache[text] = samples
        return self._cache[text]

    def _ask_again(self, text: str) -> Samples:
        try:
            return self._ask(text)
        except (OSError, ValueError) as error:
            self._kill()
            raise CompanionError(f"Speech cannot be rendered ({error}): install espeak-ng.") from None

    def _ask(self, text: str) -> Samples:
        path = Path(self._folder.name) / "utterance.wav"
        path.unlink(missing_ok=True)
        child = self._running()
        request = {"text": text, "rate": self._rate, "voice": self._voice, "path": str(path)}
        if child.stdin is None or child.stdout is None:
            raise OSError("the renderer has no pipes")
        child.stdin.write(json.dumps(request) + "\n")
        child.stdin.flush()
        if not select.select([child.stdout], [], [], PATIENCE)[0]:
            raise OSError("the renderer hangs")
        error = json.loads(child.stdout.readline())["error"]
        if error:
            raise OSError(error)
        return read_wave(path)

    def _running(self) -> subprocess.Popen[str]:
        if self._child is None or self._child.poll() is not None:
            command = [sys.executable, "-m", "companion.speech.pyttsx3_child"]
            self._child = subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                text=True,
                start_new_session=True,
            )
        return self._child

    def _kill(self) -> None:
        if self._child:
            self._child.kill()
            self._child.communicate()
            self._child = None

    def close(self) -> None:
        """End the child and remove its files."""
        self._kill()
        self._folder.cleanup()


def _memory() -> str | None:
    return "/dev/shm" if Path("/dev/shm").is_dir() else None


def read_wave(path: Path) -> Samples:
    """A WAV file's samples, mono at `RATE`; ValueError if there are none."""
    with wave.open(str(path)) as sound:
        frames = np.frombuffer(sound.readframes(sound.getnframes()), dtype=np.int16)
        rate, channels = sound.getframerate(), sound.getnchannels()
    if not len(frames):
        raise ValueError("no sound came out")
    return resample(frames[::channels], rate)


def resample(samples: Samples, rate: int) -> Samples:
    """The samples at `RATE`."""
    if rate == RATE:
        return samples
    wanted = np.arange(round(len(samples) * RATE / rate)) * rate / RATE
    return np.interp(wanted, np.arange(len(samples)), samples).astype(np.int16)
