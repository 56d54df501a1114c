"""A Mosquitto of our own on a free loopback port, for `run --demo` and the tests."""

import shutil
import socket
import subprocess
import tempfile
import time
from pathlib import Path

from companion.errors import CompanionError

PLACES = "/usr/sbin:/usr/local/sbin:/opt/homebrew/sbin"


def free_port() -> int:
    """A TCP port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class PrivateBroker:
    """A real broker, gone when it is stopped."""

    def __init__(self, port: int = 0) -> None:
        self.port = port or free_port()
        self._process: subprocess.Popen[bytes] | None = None
        self._folder = tempfile.TemporaryDirectory(prefix="companion-broker-")

    def start(self) -> "PrivateBroker":
        """Start it and wait until it listens; CompanionError if there is no Mosquitto."""
        program = shutil.which("mosquitto") or shutil.which("mosquitto", path=PLACES)
        if program is None:
            raise CompanionError(
                "There is no Mosquitto on this machine: run `make run`, or apt install mosquitto."
            )
        settings = Path(self._folder.name) / "mosquitto.conf"
        settings.write_text(f"listener {self.port} 127.0.0.1\nallow_anonymous true\npersistence false\n")
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        self._process = subprocess.Popen([program, "-c", str(settings)], **quiet)  # type: ignore[call-overload]
        self._wait()
        return self

    def _wait(self) -> None:
        for _ in range(100):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.05)
        raise CompanionError(f"Mosquitto did not come up on port {self.port}.")

    def kill(self) -> None:
        """Gone at once, as in a power cut."""
        if self._process:
            self._process.kill()
            self._process.wait()

    def stop(self) -> None:
        """End it and remove its files."""
        self.kill()
        self._folder.cleanup()

    def __enter__(self) -> "PrivateBroker":
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()
