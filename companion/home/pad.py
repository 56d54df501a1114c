"""The heating pad's plug, on a connection of its own whose Will is OFF."""

from collections.abc import Callable

from paho.mqtt.client import MQTTMessageInfo

from companion import config
from companion.home.broker import Connection
from companion.home.profile import load_profile
from companion.session.events import Event, PadReachable, PadReported

KEEPALIVE = 10


class Pad:
    """Sends ON only when it arrives now, OFF whenever it can; nothing is ever retained."""

    def __init__(self, mqtt: config.Mqtt, pad: config.Pad, on_event: Callable[[Event], None]) -> None:
        self.profile = load_profile(pad.profile)
        self.name = pad.name or ""
        self._on_event = on_event
        self._connection = Connection(mqtt, keepalive=KEEPALIVE)
        self._connection.on_up = self._up
        self._connection.on_down = self._down
        self._connection.on_message = self._message
        self._reachable: bool | None = None
        topic, payload = self.profile.off.fill(self.name)
        self._connection.will(topic, payload, retain=False)

    def start(self) -> None:
        """Connect as soon as the broker is there."""
        self._connection.start()

    def stop(self) -> None:
        """OFF, then disconnect."""
        if sent := self.off():
            sent.wait_for_publish(1)
        self._connection.stop()

    def on(self, seconds: int) -> None:
        """On for `seconds`, at most once and only if the broker is connected."""
        if self._connection.up:
            self._connection.publish(*self.profile.on.fill(self.name, seconds))

    def off(self) -> MQTTMessageInfo | None:
        """Off; while the broker is away nothing is queued, as OFF is the first thing said on its return."""
        if not self._connection.up:
            return None
        return self._connection.publish(*self.profile.off.fill(self.name), qos=1)

    def _up(self) -> None:
        self._connection.subscribe(self.profile.state.topic.replace("{name}", self.name))
        self.off()
        if self.profile.ask:
            self._connection.publish(*self.profile.ask.fill(self.name))
        self._tell(True)

    def _down(self) -> None:
        self._tell(False)

    def _tell(self, reachable: bool) -> None:
        if reachable != self._reachable:
            self._reachable = reachable
            self._on_event(PadReachable(reachable))

    def _message(self, _topic: str, payload: bytes, _retained: bool) -> None:
        on = self.profile.state.read(payload)
        if on is not None:
            self._on_event(PadReported(on))
