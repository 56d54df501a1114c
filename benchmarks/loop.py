"""The running service on a virtual sound card: how soon it acts, and what it costs at rest."""

import statistics
import subprocess
import sys
import tempfile
import time
import wave
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from companion.link import ask
from tests.room import Room, missing

Row = tuple[str, str, str]
WORDS = ("pause", "resume", "next", "other side", "say that again", "that hurts", "stop")
VOICES = ("rms", "slt", "awb")
REST_SECONDS = 20


@contextmanager
def running(room: Room) -> Iterator[tuple[subprocess.Popen[bytes], Path]]:
    """A service that listens in the room."""
    folder = Path(tempfile.mkdtemp(prefix="companion-bench-"))
    settings, socket = folder / "companion.yaml", folder / "bench.sock"
    settings.write_text(f"room: bench\nhearing: {{engine: pocketsphinx}}\ndisplay: {{socket: {socket}}}\n")
    program = [sys.executable, "-m", "benchmarks.serve", str(settings)]
    service = subprocess.Popen(program, env=room.env)
    while not socket.exists():
        time.sleep(0.05)
    time.sleep(3)
    try:
        yield service, socket
    finally:
        service.terminate()
        service.wait()


def speech_to_action() -> list[Row]:
    """From the last sample of a spoken command to the snapshot that shows it as heard."""
    if missing():
        return [("end of speech to action", "not measured", f"install {', '.join(missing())}")]
    with Room() as room, running(room) as (_, socket):
        delays, missed = [], 0
        for voice in VOICES:
            for word in WORDS:
                delay = _delay(room, socket, voice, word)
                missed += delay is None
                delays += [] if delay is None else [delay]
    count = f"{len(delays)} of {len(delays) + missed} heard"
    middle, late = statistics.median(delays), sorted(delays)[int(len(delays) * 0.95)]
    return [
        (f"end of speech to action, median ({count})", f"{middle * 1000:.0f} ms", "400 ms"),
        ("end of speech to action, 95th percentile", f"{late * 1000:.0f} ms", "-"),
    ]


def _delay(room: Room, socket: Path, voice: str, word: str) -> float | None:
    import json
    import socket as sockets

    ask(socket, "start bed routine")
    time.sleep(1.0)
    if word == "resume":
        ask(socket, "pause")
        time.sleep(1.5)
    path = room.folder / "word.wav"
    subprocess.run(["flite", "-voice", voice, "-t", word, "-o", str(path)], check=True)
    with sockets.socket(sockets.AF_UNIX) as link:
        link.connect(str(socket))
        link.settimeout(4)
        lines = link.makefile("rb")
        lines.readline()
        began = time.monotonic()
        player = subprocess.Popen(["paplay", "--device=room", str(path)], env=room.env)
        ends = began + _voiced(path)
        try:
            for line in lines:
                heard = json.loads(line).get("heard")
                if heard and heard["accepted"] and heard["text"] == word:
                    return time.monotonic() - ends
        except TimeoutError:
            return None
        finally:
            player.wait()
    return None


def _voiced(path: Path) -> float:
    """Seconds until the last sample above a hundredth of full scale."""
    import numpy as np

    with wave.open(str(path)) as file:
        sound = np.abs(np.frombuffer(file.readframes(file.getnframes()), np.int16))
        return float(np.flatnonzero(sound > 330)[-1] / file.getframerate())


def at_rest() -> list[Row]:
    """The service's share of a core and its memory while it listens to silence."""
    if missing():
        return []
    with Room() as room, running(room) as (service, _):
        before = _cpu_seconds(service.pid)
        time.sleep(REST_SECONDS)
        share = (_cpu_seconds(service.pid) - before) / REST_SECONDS
        status = Path(f"/proc/{service.pid}/status").read_text()
    resident = int(next(line for line in status.splitlines() if line.startswith("VmRSS")).split()[1]) / 1024
    return [
        (f"at rest, listening to silence for {REST_SECONDS} s", f"{share * 100:.1f} %", "3 %"),
        ("resident memory, embedded engine", f"{resident:.0f} MB", "150 MB"),
    ]


def _cpu_seconds(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / 100
