"""A room without a sound card: a PulseAudio of our own, a mouth in front of the microphone, an ear at the speaker."""

import contextlib
import os
import shutil
import subprocess
import tempfile
import time
import wave
from collections.abc import Iterator
from pathlib import Path

import numpy as np

NEEDED = ("pulseaudio", "pactl", "paplay", "parec", "flite")
SCRIPT = """
load-module module-native-protocol-unix auth-anonymous=1
load-module module-null-sink sink_name=speaker
load-module module-null-sink sink_name=room
load-module module-remap-source master=room.monitor source_name=mic
set-default-sink speaker
set-default-source mic
"""
ALSA = """
</usr/share/alsa/alsa.conf>
pcm.!default { type pulse }
ctl.!default { type pulse }
"""


def missing() -> list[str]:
    """Programs that the room needs and this machine lacks."""
    return [program for program in NEEDED if shutil.which(program) is None]


class Room:
    """Start it, say something into it, record what comes out."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="companion-room-"))
        self.folder.chmod(0o700)
        alsa = self.folder / "asound.conf"
        alsa.write_text(ALSA)
        (self.folder / "room.pa").write_text(SCRIPT)
        self.env = {
            **os.environ,
            "XDG_RUNTIME_DIR": str(self.folder),
            "HOME": str(self.folder),
            "ALSA_CONFIG_PATH": str(alsa),
            "PULSE_RUNTIME_PATH": str(self.folder / "pulse"),
        }

    def __enter__(self) -> "Room":
        command = [
            "pulseaudio",
            "-n",
            "-F",
            str(self.folder / "room.pa"),
            "--exit-idle-time=-1",
            "--daemonize=no",
        ]
        log = (self.folder / "pulse.log").open("wb")
        self._pulse = subprocess.Popen(command, env=self.env, stdout=log, stderr=log)
        for _ in range(100):
            if self._run("pactl", "info", check=False).returncode == 0:
                return self
            time.sleep(0.05)
        raise RuntimeError((self.folder / "pulse.log").read_text())

    def __exit__(self, *_: object) -> None:
        self._pulse.terminate()
        self._pulse.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _run(self, *command: str, check: bool = True) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(command, env=self.env, check=check, capture_output=True)

    def say(self, text: str, voice: str = "rms") -> None:
        """Speak into the microphone; returns when the last word is out."""
        path = self.folder / "said.wav"
        self._run("flite", "-voice", voice, "-t", text, "-o", str(path))
        self._run("paplay", "--device=room", str(path))

    @contextlib.contextmanager
    def recording(self, path: Path) -> Iterator[None]:
        """Record what the companion plays into a 16 kHz WAV file."""
        command = ["parec", "--device=speaker.monitor", "--rate=16000", "--channels=1", "--format=s16le"]
        raw = path.with_suffix(".raw")
        with raw.open("wb") as out:
            ear = subprocess.Popen(command, env=self.env, stdout=out)
        try:
            yield
        finally:
            time.sleep(0.3)
            ear.terminate()
            ear.wait()
            with wave.open(str(path), "wb") as file:
                file.setnchannels(1)
                file.setsampwidth(2)
                file.setframerate(16_000)
                file.writeframes(raw.read_bytes())

    def unplug_speaker(self) -> None:
        """The sound card goes away."""
        self._run("pactl", "unload-module", "module-null-sink")

    def plug_back(self) -> None:
        """The sound card is back, under the same names."""
        for sink in ("speaker", "room"):
            self._run("pactl", "load-module", "module-null-sink", f"sink_name={sink}")
        self._run("pactl", "load-module", "module-remap-source", "master=room.monitor", "source_name=mic")
        self._run("pactl", "set-default-sink", "speaker")
        self._run("pactl", "set-default-source", "mic")


def loudness(path: Path, start_s: float = 0.0, end_s: float | None = None) -> float:
    """Root mean square of a recording between two times."""
    with wave.open(str(path)) as file:
        rate = file.getframerate()
        sound = np.frombuffer(file.readframes(file.getnframes()), np.int16).astype(float)
    part = sound[int(start_s * rate) : int(end_s * rate) if end_s else None]
    return float(np.sqrt(np.mean(part**2))) if len(part) else 0.0
