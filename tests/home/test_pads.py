"""Every pad profile against a device that behaves as documented, on a real broker."""

import subprocess
import sys
import textwrap
import time

import pytest

from companion import config
from companion.errors import BadInput, CompanionError
from companion.home.heat_off import heat_off
from companion.home.pad import Pad
from companion.home.profile import load_profile, profiles
from companion.home.simulated_pad import SimulatedPad
from companion.session.events import PadReachable, PadReported
from tests.home.conftest import until


def pad_for(mqtt, profile, events):
    pad = Pad(mqtt, config.Pad(profile=profile, name="pad1"), events.append)
    pad.start()
    assert until(lambda: PadReachable(True) in events)
    return pad


@pytest.mark.parametrize("profile", sorted(profiles()))
def test_every_profile_switches_on_reports_and_switches_off(mqtt, witness, profile):
    device, events = SimulatedPad(mqtt, profile, "pad1"), []
    device.start()
    pad = pad_for(mqtt, profile, events)
    pad.on(77)
    assert until(lambda: device.on)
    assert device.seconds == (77 if load_profile(profile).counts_down else 0)
    assert until(lambda: PadReported(True) in events)
    events.clear()
    pad.off()
    assert until(lambda: PadReported(False) in events)
    assert not device.on
    pad.stop()
    device.stop()
    commanded = {message.fill("pad1")[0] for message in (pad.profile.on, pad.profile.off)}
    assert [seen for seen in witness.seen if seen[0] in commanded and seen[2]] == []


def test_the_device_counts_down_by_itself(mqtt):
    device, events = SimulatedPad(mqtt, "zigbee2mqtt", "pad1"), []
    device.start()
    pad = pad_for(mqtt, "zigbee2mqtt", events)
    pad.on(1)
    assert until(lambda: device.on)
    assert until(lambda: not device.on, 3)
    pad.stop()
    device.stop()


def test_off_is_the_first_thing_said_on_every_connection(mqtt, witness):
    pad = pad_for(mqtt, "generic", [])
    assert until(lambda: witness.payloads("pad1/set") == ["OFF"])
    pad.stop()


def test_the_will_switches_off_when_the_process_is_killed(mqtt, witness):
    program = f"""
        import time
        from companion import config
        from companion.home.pad import Pad
        pad = Pad(config.Mqtt(host="127.0.0.1", port={mqtt.port}), config.Pad(profile="generic", name="pad1"), print)
        pad.start(); time.sleep(1); pad.on(60); print("sent", flush=True); time.sleep(60)
    """
    child = subprocess.Popen([sys.executable, "-c", textwrap.dedent(program)], stdout=subprocess.PIPE)
    assert until(lambda: witness.payloads("pad1/set") == ["OFF", "ON"], 10)
    child.kill()
    assert until(lambda: witness.payloads("pad1/set") == ["OFF", "ON", "OFF"], 3)
    child.communicate()


def test_an_on_without_a_broker_is_never_delivered_later(broker, mqtt):
    events = []
    pad = pad_for(mqtt, "generic", events)
    broker.kill()
    assert until(lambda: PadReachable(False) in events)
    pad.on(60)
    broker.start()
    from tests.home.conftest import Witness

    watching = Witness(mqtt)
    assert until(lambda: events.count(PadReachable(True)) == 2, 15)
    time.sleep(0.3)
    assert "ON" not in watching.payloads("pad1/set")
    watching.connection.stop()
    pad.stop()


def test_a_stuck_pad_keeps_reporting_on(mqtt):
    device, events = SimulatedPad(mqtt, "generic", "pad1", fault="stuck-on"), []
    device.start()
    pad = pad_for(mqtt, "generic", events)
    pad.on(60)
    assert until(lambda: PadReported(True) in events)
    events.clear()
    pad.off()
    assert until(lambda: PadReported(True) in events)
    pad.stop()
    device.stop()


@pytest.mark.parametrize("rubbish", [b"\xff\xfe", b"{", b"[1]", b"null", b'{"state": {}}', b"[" * 5000, b""])
def test_rubbish_from_a_pad_is_no_report(rubbish):
    for name in profiles():
        assert load_profile(name).state.read(rubbish) is None


def test_an_unknown_profile_names_the_nearest():
    with pytest.raises(BadInput, match="did you mean 'tasmota'"):
        load_profile("tasmotta")


def test_heat_off_works_without_a_service(mqtt, witness):
    heat_off(mqtt, config.Pad(profile="generic", name="pad1"))
    assert until(lambda: witness.payloads("pad1/set") == ["OFF"])


def test_heat_off_without_a_broker_says_what_to_do():
    with pytest.raises(CompanionError, match="switch the pad off at the plug"):
        heat_off(config.Mqtt(host="127.0.0.1", port=1), config.Pad(profile="generic", name="pad1"))
