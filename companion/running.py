"""Starting and ending whole programs: the service, displays, the simulated pad."""

import asyncio
import json
import logging
import os
import signal
import socket
import sys
import tempfile
import threading
from pathlib import Path
from typing import Any

import platformdirs

from companion import config
from companion.errors import BadInput

DEMO = (
    (3, "start bed routine"),
    (12, "yes"),
    (24, "what's next"),
    (32, "next"),
    (50, "pause"),
    (56, "resume"),
)
"""What the demo's voice types, and after how many seconds."""


def serve(chosen: config.Config) -> None:
    """The headless service, until it is told to end."""
    from companion.service import Service

    asyncio.run(_until_told(Service(chosen).run(ready=_tell_systemd)))


async def _until_told(work: Any) -> None:
    task = asyncio.ensure_future(work)
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, task.cancel)
    try:
        await task
    except asyncio.CancelledError:
        return


def _tell_systemd(message: str = "READY=1") -> None:
    """systemd's notification socket, where the service runs under it."""
    address = os.environ.get("NOTIFY_SOCKET")
    if address:
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as link:
            link.connect("\0" + address[1:] if address.startswith("@") else address)
            link.sendall(message.encode())


def show(path: Path, *, plain: bool) -> None:
    """A display on a running service."""
    if plain or not sys.stdout.isatty():
        from companion.display.plain import follow

        asyncio.run(follow(path))
        return
    from companion.display.app import DisplayApp

    _log_to_file()
    DisplayApp(path).run()


def _log_to_file() -> None:
    """The terminal belongs to the display: what is logged goes to the user's log folder."""
    folder = Path(platformdirs.user_log_dir("companion"))
    folder.mkdir(parents=True, exist_ok=True)
    logging.basicConfig(filename=folder / "companion.log", level=logging.WARNING, force=True)


def run_here(chosen: config.Config, *, demo: bool) -> None:
    """Service and display in one terminal; the service in a thread with its own loop."""
    from companion.link import socket_path

    if demo:
        _demo(chosen)
        return
    path = chosen.display.socket or socket_path(chosen.room)
    _with_service(chosen, path, ())


def _demo(chosen: config.Config) -> None:
    from companion.home.private_broker import PrivateBroker
    from companion.home.simulated_pad import SimulatedPad

    with tempfile.TemporaryDirectory(prefix="companion-demo-") as folder, PrivateBroker() as broker:
        mqtt = config.Mqtt(host="127.0.0.1", port=broker.port)
        changed = chosen.model_copy(update={"mqtt": mqtt, "pad": config.Pad(name="demo-pad")})
        pad = SimulatedPad(mqtt, "zigbee2mqtt", "demo-pad")
        pad.start()
        try:
            _with_service(changed, Path(folder) / "demo.sock", DEMO)
        finally:
            pad.stop()


def _with_service(chosen: config.Config, path: Path, typed: tuple[tuple[int, str], ...]) -> None:
    from companion.service import Service

    service = Service(chosen, path)
    ready, loop = threading.Event(), asyncio.new_event_loop()
    failed: list[BaseException] = []
    task = loop.create_task(service.run(ready.set))

    def work() -> None:
        try:
            loop.run_until_complete(task)
        except asyncio.CancelledError:
            pass
        except BaseException as error:  # handed to the main thread below
            failed.append(error)
        ready.set()

    thread = threading.Thread(target=work, name="service", daemon=True)
    thread.start()
    ready.wait(10)
    typing = [threading.Timer(after, _type, (path, text)) for after, text in typed]
    try:
        if not failed:
            for timer in typing:
                timer.daemon = True
                timer.start()
            show(path, plain=False)
    except KeyboardInterrupt:
        pass
    finally:
        for timer in typing:
            timer.cancel()
        loop.call_soon_threadsafe(task.cancel)
        thread.join(5)
    if failed:
        raise failed[0]


def _type(path: Path, text: str) -> None:
    from companion.errors import CompanionError
    from companion.link import ask

    try:
        ask(path, text)
    except CompanionError:
        return


def hear(chosen: config.Config, *, as_json: bool) -> None:
    """Print what the microphone's recogniser hears until interrupted."""
    from companion import library
    from companion.hearing.listener import Heard, Listener
    from companion.hearing.understanding import Language
    from companion.session.events import EdgeChanged
    from companion.session.listening import Mode

    def tell(heard: Heard) -> None:
        row = {"text": heard.text, "intent": heard.intent and heard.intent.name, "accepted": heard.accepted}
        print(
            json.dumps(row) if as_json else f"{'heard' if heard.accepted else 'refused':<8} {heard.text}",
            flush=True,
        )

    def problem(event: object) -> None:
        if isinstance(event, EdgeChanged) and event.problem:
            print(event.problem, file=sys.stderr)

    language = Language.load(chosen.language, library.load(config.data("exercises")))
    listener = Listener(chosen.hearing, language, tell, problem)
    listener.start()
    listener.set_mode(Mode.SESSION)
    try:
        threading.Event().wait()
    finally:
        listener.stop()


def be_a_pad(chosen: config.Config, profile: str | None, fault: str | None) -> None:
    """A simulated pad on the configured broker, until interrupted."""
    from companion.home.simulated_pad import FAULTS, SimulatedPad

    if fault not in (None, *FAULTS):
        raise BadInput(f"--fault {fault!r} is not known: write {', '.join(FAULTS)}.")
    if not chosen.mqtt.host:
        raise BadInput("No broker is set: write its name under mqtt.host, or set COMPANION__MQTT__HOST.")
    name = chosen.pad.name or "pad"
    pad = SimulatedPad(
        chosen.mqtt, profile or chosen.pad.profile, name, fault, lambda line: print(line, flush=True)
    )
    print(f"A simulated {profile or chosen.pad.profile} pad called {name!r}. Ctrl+C ends it.", flush=True)
    pad.start()
    try:
        threading.Event().wait()
    finally:
        pad.stop()
