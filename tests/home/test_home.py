"""The room on a real broker."""

import json

import pytest

from companion import config
from companion.home.commands import read_command
from companion.home.home import Home
from companion.session.events import EdgeChanged
from companion.session.intents import HeatOn, Pause
from tests.home.conftest import Witness, until


@pytest.fixture
def home(mqtt, witness):
    commands, events = [], []
    running = Home(mqtt, config.Pad(), "bed1", events.append, commands.append)
    running.commands, running.events = commands, events
    running.start()
    assert until(lambda: EdgeChanged("broker", "") in events)
    yield running
    running.stop()


def test_availability_state_and_events(home, witness):
    home.publish_state({"version": 1})
    home.publish_event("pain_logged", {"level": 6})
    assert until(lambda: witness.payloads("companion/bed1/event"))
    event = json.loads(witness.payloads("companion/bed1/event")[0])
    assert (event["type"], event["level"]) == ("pain_logged", 6)
    assert len(event["id"]) == 36
    assert "online" in witness.payloads("companion/bed1/availability")
    assert until(lambda: '{"version": 1}' in witness.payloads("companion/bed1/state"))


def test_state_is_retained_and_events_are_not(home, mqtt):
    home.publish_state({"version": 1})
    home.publish_event("pain_logged", {})
    assert until(lambda: not home._connection.client._out_messages)
    late = Witness(mqtt)
    assert until(lambda: late.payloads("companion/bed1/state") == ['{"version": 1}'])
    assert late.payloads("companion/bed1/event") == []
    late.connection.stop()


def test_commands_arrive_as_text_or_intent(home, witness):
    witness.connection.publish("companion/bed1/command", "pause")
    witness.connection.publish("companion/bed1/command", '{"intent": "heat_on", "minutes": 5}')
    assert until(lambda: len(home.commands) == 2)
    assert home.commands == ["pause", HeatOn(minutes=5)]


def test_a_retained_command_is_ignored(mqtt, witness):
    witness.connection.publish("companion/bed1/command", "start bed routine", retain=True)
    commands, events = [], []
    home = Home(mqtt, config.Pad(), "bed1", events.append, commands.append)
    home.start()
    assert until(lambda: EdgeChanged("broker", "") in events)
    witness.connection.publish("companion/bed1/command", "pause")
    assert until(lambda: commands)
    assert commands == ["pause"]
    home.stop()


def test_events_of_a_lost_broker_arrive_when_it_is_back(broker, mqtt, home):
    broker.kill()
    assert until(lambda: home.events[-1].problem != "")
    home.publish_event("help_called", {})
    broker.start()
    late = Witness(mqtt)
    assert until(lambda: late.payloads("companion/bed1/event"), 15)
    late.connection.stop()


@pytest.mark.parametrize(
    "payload",
    [
        b"",
        b"\xff\xfe",
        b"x" * 2000,
        b"{",
        b"{}",
        b'{"intent": 5}',
        b'{"intent": "explode"}',
        b'{"intent": "heat_on", "minutes": "many"}',
        b'{"intent": "heat_on", "minutes": true}',
        b'{"intent": "pause", "extra": 1}',
        b"stop\x00now",
        b'{"a":' * 300,
    ],
)
def test_rubbish_is_refused_with_a_reason(payload):
    with pytest.raises(ValueError, match="."):
        read_command(payload, retained=False)


def test_a_json_intent_is_read():
    assert read_command(b'{"intent": "pause"}', retained=False) == Pause()
