"""One connection to the MQTT broker, which comes and goes without anyone being harmed."""

import logging
from collections.abc import Callable

import paho.mqtt.client as paho
from paho.mqtt.enums import CallbackAPIVersion

from companion.config import Mqtt

log = logging.getLogger(__name__)
Received = Callable[[str, bytes, bool], None]
"""topic, payload, whether it was retained."""


class Connection:
    """A paho client that connects for ever; callbacks come from its own thread."""

    def __init__(self, settings: Mqtt, *, keepalive: int = 30, name: str = "") -> None:
        self.settings = settings
        self.keepalive = keepalive
        self.on_up: Callable[[], None] = lambda: None
        self.on_down: Callable[[], None] = lambda: None
        self.on_message: Received = lambda topic, payload, retained: None
        self.client = paho.Client(CallbackAPIVersion.VERSION2, client_id=name)
        self.client.suppress_exceptions = True  # one in a callback would kill paho's thread unseen
        self.client.reconnect_delay_set(1, 30)
        self.client.on_connect = self._connected
        self.client.on_disconnect = self._disconnected
        self.client.on_message = self._received
        self._authenticate()

    def _authenticate(self) -> None:
        if self.settings.username:
            secret = self.settings.password
            self.client.username_pw_set(self.settings.username, secret.get_secret_value() if secret else None)
        if self.settings.tls:
            self.client.tls_set()

    def will(self, topic: str, payload: str, *, retain: bool) -> None:
        """What the broker publishes if this machine vanishes; before `start`."""
        self.client.will_set(topic, payload, qos=1, retain=retain)

    def start(self) -> None:
        """Connect, now or as soon as the broker is there."""
        self.client.connect_async(self.settings.host or "", self.settings.port, self.keepalive)
        self.client.loop_start()

    def stop(self) -> None:
        """Disconnect cleanly: no Will is sent."""
        self.client.disconnect()
        self.client.loop_stop()

    @property
    def up(self) -> bool:
        """Whether the broker is connected."""
        return bool(self.client.is_connected())

    def subscribe(self, topic: str) -> None:
        """Receive a topic; call from `on_up`."""
        self.client.subscribe(topic, qos=1)

    def publish(
        self, topic: str, payload: str, *, qos: int = 0, retain: bool = False
    ) -> paho.MQTTMessageInfo:
        """Publish, only while connected: nothing waits in paho's queue to arrive late."""
        return self.client.publish(topic, payload, qos=qos, retain=retain)

    def _connected(
        self, _client: object, _data: object, _flags: object, reason: object, _properties: object
    ) -> None:
        if getattr(reason, "is_failure", False):
            log.warning("the broker refused the connection: %s", reason)
        else:
            self.on_up()

    def _disconnected(self, *_: object) -> None:
        self.on_down()

    def _received(self, _client: object, _data: object, message: paho.MQTTMessage) -> None:
        self.on_message(message.topic, bytes(message.payload), message.retain)
