"""A heating pad that exists only on the broker, and behaves as its device's documentation says."""

import json
import re
import threading
from collections.abc import Callable
from typing import Any

from companion.config import Mqtt
from companion.home.broker import Connection
from companion.home.profile import load_profile

FAULTS = ("silent", "stuck-on", "drops-off")
DROPS_AFTER = 5.0


class SimulatedPad:
    """Listens on the profile's command topics, counts down, and reports."""

    def __init__(
        self,
        mqtt: Mqtt,
        profile: str,
        name: str,
        fault: str | None = None,
        on_change: Callable[[str], None] = lambda line: None,
    ) -> None:
        self.profile = load_profile(profile)
        self.name = name
        self.fault = fault
        self.on = False
        self.seconds = 0
        self._on_change = on_change
        self._timer: threading.Timer | None = None
        self._lock = threading.RLock()
        self._connection = Connection(mqtt)
        self._connection.on_up = self._up
        self._connection.on_message = self._message

    def start(self) -> None:
        """Appear on the broker, off."""
        self._connection.start()

    def stop(self) -> None:
        """Vanish."""
        if self._timer:
            self._timer.cancel()
        self._connection.stop()

    def _up(self) -> None:
        asked = [self.profile.ask] if self.profile.ask else []
        for topic in {message.fill(self.name)[0] for message in (self.profile.on, self.profile.off, *asked)}:
            self._connection.subscribe(topic)
        self._report()

    def _message(self, topic: str, payload: bytes, _retained: bool) -> None:
        text = payload.decode("utf-8", "replace")
        with self._lock:
            if self.profile.ask and (topic, text) == self.profile.ask.fill(self.name):
                self._report()
            elif (seconds := self._seconds(topic, text)) is not None:
                self._switch(True, seconds)
            elif (topic, text) == self.profile.off.fill(self.name):
                self._switch(False, 0)

    def _seconds(self, topic: str, text: str) -> int | None:
        """The countdown in an ON message, 0 where the profile has none; None if it is no ON."""
        wanted, payload = self.profile.on.fill(self.name, 987_654)
        pattern = re.escape(payload).replace("987754", r"(\d+)").replace("987654", r"(\d+)")
        found = re.fullmatch(pattern, text) if topic == wanted else None
        if found is None or (topic, text) == self.profile.off.fill(self.name):
            return None
        seconds = int(found.group(1)) if found.groups() else 0
        return seconds - 100 if "{seconds_plus_100}" in self.profile.on.payload else seconds

    def _switch(self, on: bool, seconds: int) -> None:
        if self._timer:
            self._timer.cancel()
            self._timer = None
        if not (self.fault == "stuck-on" and self.on):
            self.on, self.seconds = on, seconds
        self._on_change(f"pad {'ON' if self.on else 'OFF'}" + (f" for {seconds} s" if on and seconds else ""))
        delay = DROPS_AFTER if self.fault == "drops-off" else seconds
        if on and delay and (self.profile.counts_down or self.fault == "drops-off"):
            self._timer = threading.Timer(delay, self._expire)
            self._timer.daemon = True
            self._timer.start()
        self._report()

    def _expire(self) -> None:
        with self._lock:
            self._switch(False, 0)

    def _report(self) -> None:
        if self.fault != "silent":
            reading = self.profile.state
            value: Any = (reading.on if self.on else reading.off)[0]
            payload = json.dumps({reading.key: value}) if reading.key else str(value)
            self._connection.publish(reading.topic.replace("{name}", self.name), payload, retain=True)
