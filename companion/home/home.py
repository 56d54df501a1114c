"""The home over MQTT: `companion/<room>/...`, and the pad."""

import json
import logging
import uuid
from collections import deque
from collections.abc import Callable
from datetime import datetime
from typing import Any

from companion import config
from companion.home.broker import Connection
from companion.home.commands import read_command
from companion.home.pad import Pad
from companion.session.events import EdgeChanged, Event
from companion.session.intents import Intent

log = logging.getLogger(__name__)
KEPT = 100
"""Events kept for the broker's return."""


def now() -> str:
    """The wall clock, ISO 8601 with offset."""
    return datetime.now().astimezone().isoformat(timespec="milliseconds")


class Home:
    """Publishes state and events, receives commands; quiet where no broker is configured."""

    def __init__(
        self,
        mqtt: config.Mqtt,
        pad: config.Pad,
        room: str,
        on_event: Callable[[Event], None],
        on_command: Callable[[str | Intent], None],
    ) -> None:
        self._root = f"companion/{room}"
        self._on_event = on_event
        self._on_command = on_command
        self._waiting: deque[str] = deque(maxlen=KEPT)
        self._shown: dict[str, Any] = {}
        self._connection = Connection(mqtt) if mqtt.host else None
        self._pad = Pad(mqtt, pad, on_event) if mqtt.host and pad.name else None
        if self._connection:
            self._connection.will(f"{self._root}/availability", "offline", retain=True)
            self._connection.on_up = self._up
            self._connection.on_down = self._down
            self._connection.on_message = self._message

    def start(self) -> None:
        """Connect as soon as the broker is there; until then it is a problem shown."""
        if self._connection:
            self._down()
            self._connection.start()
        if self._pad:
            self._pad.start()

    def stop(self) -> None:
        """The pad first; then say goodbye."""
        if self._pad:
            self._pad.stop()
        if self._connection:
            if self._connection.up:
                offline = self._connection.publish(
                    f"{self._root}/availability", "offline", qos=1, retain=True
                )
                offline.wait_for_publish(1)
            self._connection.stop()

    def pad_on(self, seconds: int) -> None:
        """The pad on for `seconds`."""
        if self._pad:
            self._pad.on(seconds)

    def pad_off(self) -> None:
        """The pad off."""
        if self._pad:
            self._pad.off()

    def publish_event(self, kind: str, details: dict[str, Any]) -> None:
        """One object on `event`; kept, with its time, while the broker is away."""
        event = json.dumps({"id": str(uuid.uuid4()), "type": kind, "at": now(), **details})
        if self._connection and self._connection.up:
            self._connection.publish(f"{self._root}/event", event, qos=1)
        elif self._connection:
            self._waiting.append(event)

    def publish_state(self, snapshot: dict[str, Any]) -> None:
        """The display snapshot, retained; the newest one wins."""
        self._shown = snapshot
        if self._connection and self._connection.up:
            self._connection.publish(f"{self._root}/state", json.dumps(snapshot), retain=True)

    def reply(self, answer: dict[str, Any]) -> None:
        """What was answered to a command."""
        if self._connection and self._connection.up:
            self._connection.publish(f"{self._root}/reply", json.dumps({"at": now(), **answer}), qos=1)

    def _up(self) -> None:
        if self._connection is None:
            return
        self._connection.subscribe(f"{self._root}/command")
        self._connection.publish(f"{self._root}/availability", "online", qos=1, retain=True)
        while self._waiting:
            self._connection.publish(f"{self._root}/event", self._waiting.popleft(), qos=1)
        self.publish_state(self._shown)
        self._on_event(EdgeChanged("broker", ""))

    def _down(self) -> None:
        self._on_event(EdgeChanged("broker", "The home's broker cannot be reached."))

    def _message(self, _topic: str, payload: bytes, retained: bool) -> None:
        try:
            command = read_command(payload, retained)
        except ValueError as error:
            log.warning("refused a command: %s", error)
            self.reply({"text": "", "intent": None, "slots": {}, "accepted": False, "reply": str(error)})
        else:
            self._on_command(command)
