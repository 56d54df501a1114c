"""Is everything there that is needed, and if not, what to do."""

import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from companion import config
from companion.errors import CompanionError

OK, WARNING, BROKEN, ABSENT = "ok", "warning", "broken", "absent"
LEAST_FREE = 200_000_000
OLDEST_SANE = 1_735_689_600
"""2025-01-01: a clock before it was never set."""
PATIENCE = 3.0
"""Seconds for the broker to answer."""
Row = dict[str, Any]


def examine(chosen: config.Config) -> Iterator[Row]:
    """One verdict a part: ok, warning, broken or absent, with the remedy."""
    yield _sound("microphone", "max_input_channels", chosen.hearing.enabled)
    yield _sound("speaker", "max_output_channels", chosen.speech.enabled)
    yield _model(chosen)
    yield _voice(chosen)
    yield _broker(chosen)
    yield _pad(chosen)
    yield _disk()
    yield _clock()
    yield _service(chosen)


def _row(check: str, verdict: str, remedy: str = "") -> Row:
    return {"check": check, "verdict": verdict, "remedy": remedy}


def _sound(check: str, channels: str, enabled: bool) -> Row:
    if not enabled:
        return _row(check, ABSENT, "It is switched off in the configuration.")
    try:
        import sounddevice

        devices = sounddevice.query_devices()
    except Exception as error:  # OSError without PortAudio, PortAudioError where it cannot start
        return _row(check, BROKEN, f"Install libportaudio2 ({error}).")
    if any(device[channels] > 0 for device in devices):
        return _row(check, OK)
    way_out = "commands can be typed" if check == "microphone" else "the display shows every word"
    return _row(check, ABSENT, f"Connect a {check}; until then {way_out}.")


def _model(chosen: config.Config) -> Row:
    from companion.hearing.models import installed, is_model

    named = chosen.hearing.model
    if named and not is_model(named):
        return _row("model", BROKEN, f"There is no Vosk model in {named}: correct hearing.model.")
    if named or installed(chosen.language):
        return _row("model", OK)
    if chosen.hearing.engine == "vosk":
        return _row("model", BROKEN, "Get one with `companion model fetch`.")
    return _row("model", OK, "The embedded model is used; `companion model fetch` gets a better one.")


def _voice(chosen: config.Config) -> Row:
    if not chosen.speech.enabled:
        return _row("voice", ABSENT, "It is switched off in the configuration.")
    if shutil.which("espeak-ng") is None:
        return _row("voice", BROKEN, "Install espeak-ng.")
    return _row("voice", OK)


def _broker(chosen: config.Config) -> Row:
    from companion.home.broker import Connection

    if not chosen.mqtt.host:
        return _row("broker", ABSENT, "Without mqtt.host there is no heat and no home.")
    connection = Connection(chosen.mqtt)
    connection.start()
    try:
        up = _within(PATIENCE, lambda: connection.up)
    finally:
        connection.stop()
    place = f"{chosen.mqtt.host}:{chosen.mqtt.port}"
    return (
        _row("broker", OK) if up else _row("broker", BROKEN, f"Start the broker at {place}, or correct mqtt.")
    )


def _within(seconds: float, happened: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + seconds
    while not happened():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


def _pad(chosen: config.Config) -> Row:
    from companion.home.profile import load_profile

    try:
        profile = load_profile(chosen.pad.profile)
    except CompanionError as error:
        return _row("pad", BROKEN, str(error))
    if not chosen.mqtt.host or not chosen.pad.name:
        return _row("pad", ABSENT, "Name the pad's plug under pad.name.")
    return _row("pad", OK if profile.counts_down else WARNING, profile.protects)


def _disk() -> Row:
    folder = next(one for one in (Path.home(), Path("/")) if one.is_dir())
    if shutil.disk_usage(folder).free > LEAST_FREE:
        return _row("disk", OK)
    return _row("disk", WARNING, f"Free some space: the disk of {folder} is almost full.")


def _clock() -> Row:
    return _row("clock", OK) if time.time() > OLDEST_SANE else _row("clock", BROKEN, "Set the date and time.")


def _service(chosen: config.Config) -> Row:
    from companion.link import alive, socket_path

    if alive(chosen.display.socket or socket_path(chosen.room)):
        return _row("service", OK)
    return _row("service", ABSENT, "Start it with `companion run`.")
