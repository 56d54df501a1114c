"""A real Mosquitto, and someone who listens to it."""

import threading
import time

import pytest

from companion.config import Mqtt
from companion.home.broker import Connection
from companion.home.private_broker import PrivateBroker


@pytest.fixture
def broker():
    with PrivateBroker() as running:
        yield running


@pytest.fixture
def mqtt(broker):
    return Mqtt(host="127.0.0.1", port=broker.port)


class Witness:
    """Subscribes to everything and remembers it."""

    def __init__(self, mqtt: Mqtt) -> None:
        self.seen: list[tuple[str, str, bool]] = []
        self.connection = Connection(mqtt)
        self.connection.on_message = lambda topic, payload, retained: self.seen.append(
            (topic, payload.decode("utf-8", "replace"), retained)
        )
        up = threading.Event()
        self.connection.on_up = lambda: (self.connection.subscribe("#"), up.set())
        self.connection.start()
        assert up.wait(5)
        time.sleep(0.1)

    def payloads(self, topic: str) -> list[str]:
        return [payload for seen, payload, _ in self.seen if seen == topic]


def until(condition, seconds: float = 5.0) -> bool:
    """Whether the condition came true in time."""
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        if condition():
            return True
        time.sleep(0.02)
    return False


@pytest.fixture
def witness(mqtt):
    watching = Witness(mqtt)
    yield watching
    watching.connection.stop()
