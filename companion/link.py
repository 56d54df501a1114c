"""State and commands as JSON lines on a Unix socket: both ends."""

import asyncio
import contextlib
import json
import os
import socket
import tempfile
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

from companion.errors import CompanionError

LONGEST_LINE = 64_000
MODE = 0o660
RETRY = 0.3
Answer = dict[str, Any]


def socket_path(room: str) -> Path:
    """Where the room's service listens: the user's run folder, the system's, or a private one."""
    if run := os.environ.get("XDG_RUNTIME_DIR"):
        return Path(run) / "companion" / f"{room}.sock"
    system = Path("/run/companion")
    if os.access(system if system.is_dir() else system.parent, os.W_OK):
        return system / f"{room}.sock"
    return Path(tempfile.gettempdir()) / f"companion-{os.getuid()}" / f"{room}.sock"


class LinkServer:
    """The service's end: sends the newest snapshot to every display, answers commands."""

    def __init__(self, path: Path, on_command: Callable[[str], Answer]) -> None:
        self.path = path
        self._on_command = on_command
        self._server: asyncio.Server | None = None
        self._viewers: set[_Viewer] = set()
        self._serving: set[asyncio.Task[None]] = set()
        self._newest = b""

    async def start(self) -> None:
        """Listen; CompanionError if another companion already does."""
        if alive(self.path):
            raise CompanionError(f"A companion is already running at {self.path}: stop it first.")
        self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.path.unlink(missing_ok=True)
        self._server = await asyncio.start_unix_server(self._serve, self.path, limit=LONGEST_LINE)
        self.path.chmod(MODE)

    async def stop(self) -> None:
        """Close every connection and remove the socket."""
        if self._server is None:
            return
        self._server.close()
        for viewer in list(self._viewers):
            viewer.close()
        await asyncio.gather(*self._serving)
        self.path.unlink(missing_ok=True)
        self._server = None

    def broadcast(self, snapshot: Answer) -> None:
        """Show the snapshot to everyone; whoever is slow gets only the newest."""
        self._newest = _line(snapshot)
        for viewer in self._viewers:
            viewer.show(self._newest)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if task := asyncio.current_task():
            self._serving.add(task)
            task.add_done_callback(self._serving.discard)
        viewer = _Viewer(writer)
        self._viewers.add(viewer)
        if self._newest:
            viewer.show(self._newest)
        try:
            await self._read(reader, viewer)
        finally:
            self._viewers.discard(viewer)
            viewer.close()

    async def _read(self, reader: asyncio.StreamReader, viewer: "_Viewer") -> None:
        with contextlib.suppress(OSError, ValueError, asyncio.IncompleteReadError):
            while line := await reader.readline():
                viewer.answer(_line({"reply": self._obey(line)}))

    def _obey(self, line: bytes) -> Answer:
        try:
            text = json.loads(line)["command"]
        except (ValueError, TypeError, KeyError, RecursionError):
            text = None
        if not isinstance(text, str):
            refusal = 'send one line {"command": "pause"}'
            return {"text": "", "intent": None, "slots": {}, "accepted": False, "reply": refusal}
        return self._on_command(text)


class _Viewer:
    """One connection; holds at most one snapshot back."""

    def __init__(self, writer: asyncio.StreamWriter) -> None:
        self._writer = writer
        self._answers: list[bytes] = []
        self._snapshot = b""
        self._something = asyncio.Event()
        self._task = asyncio.get_running_loop().create_task(self._write())

    def show(self, line: bytes) -> None:
        self._snapshot = line
        self._something.set()

    def answer(self, line: bytes) -> None:
        self._answers.append(line)
        self._something.set()

    def close(self) -> None:
        self._task.cancel()
        self._writer.close()

    async def _write(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                await self._something.wait()
                self._something.clear()
                waiting, self._answers = self._answers, []
                snapshot, self._snapshot = self._snapshot, b""
                self._writer.write(b"".join(waiting) + snapshot)
                await self._writer.drain()


def _line(value: Answer) -> bytes:
    return json.dumps(value).encode() + b"\n"


def alive(path: Path) -> bool:
    """Whether a service listens at `path`."""
    with socket.socket(socket.AF_UNIX) as probe:
        probe.settimeout(1)
        return probe.connect_ex(str(path)) == 0


def ask(path: Path, text: str, timeout: float = 5.0) -> Answer:
    """Send one command and return what was answered; CompanionError if nobody listens."""
    with socket.socket(socket.AF_UNIX) as link:
        link.settimeout(timeout)
        try:
            link.connect(str(path))
            link.sendall(_line({"command": text}))
            with link.makefile("rb") as lines:
                answers = (json.loads(line) for line in lines)
                found: Answer = next(answer["reply"] for answer in answers if "reply" in answer)
                return found
        except (OSError, StopIteration):
            raise CompanionError(f"No companion answers at {path}: start one with `companion run`.") from None


class Link:
    """A display's end: snapshots come, commands go; it reconnects by itself."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._writer: asyncio.StreamWriter | None = None

    async def messages(self) -> AsyncIterator[Answer | None]:
        """Snapshots and `{"reply": ...}`; None whenever the service is lost."""
        while True:
            try:
                reader, self._writer = await asyncio.open_unix_connection(self.path, limit=10 * LONGEST_LINE)
                async for message in _read_all(reader):
                    yield message
            except (OSError, ValueError):
                pass
            self._writer = None
            yield None
            await asyncio.sleep(RETRY)

    def send(self, text: str) -> bool:
        """Give a command; False if the service is not there."""
        if self._writer is None:
            return False
        self._writer.write(_line({"command": text}))
        return True


async def _read_all(reader: asyncio.StreamReader) -> AsyncIterator[Answer]:
    while line := await reader.readline():
        with contextlib.suppress(ValueError):
            message = json.loads(line)
            if isinstance(message, dict):
                yield message
