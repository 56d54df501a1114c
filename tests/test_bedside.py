"""The whole loop. Only the sound card is not real: voice, recogniser, broker, pad and terminal are."""

import json
import os
import shutil
import subprocess
import sys
import time
import uuid

import pytest

from companion.config import Mqtt
from companion.home.private_broker import PrivateBroker
from companion.home.simulated_pad import SimulatedPad
from companion.link import ask
from tests.home.conftest import Witness, until
from tests.room import Room, loudness, missing

COMPANION = [sys.executable, "-c", "from companion.cli import main; main()"]
pytestmark = pytest.mark.skipif(
    bool(missing()),
    reason=f"NOT PROVEN: the loop through a real sound server; install {', '.join(missing())}",
)


class Bedside:
    """A service in a room with a broker, a pad and someone who listens to both."""

    def __init__(self, room, broker, pad, witness, socket) -> None:
        self.room, self.broker, self.pad, self.witness, self.socket = room, broker, pad, witness, socket

    def events(self) -> list[str]:
        return [json.loads(payload)["type"] for payload in self.witness.payloads("companion/test/event")]

    def state(self) -> dict:
        states = self.witness.payloads("companion/test/state")
        return json.loads(states[-1]) if states else {}

    def session(self) -> dict:
        return self.state().get("session") or {}


@pytest.fixture(scope="module")
def bedside(tmp_path_factory):
    with Room() as room, PrivateBroker() as broker:
        mqtt = Mqtt(host="127.0.0.1", port=broker.port)
        pad = SimulatedPad(mqtt, "zigbee2mqtt", "bed-pad")
        pad.start()
        witness = Witness(mqtt)
        folder = tmp_path_factory.mktemp("bedside")
        config = folder / "companion.yaml"
        socket = folder / "test.sock"
        config.write_text(
            f"room: test\nmqtt: {{host: 127.0.0.1, port: {broker.port}}}\n"
            f"pad: {{name: bed-pad}}\nhearing: {{engine: pocketsphinx}}\ndisplay: {{socket: {socket}}}\n"
        )
        env = {**room.env, "COMPANION_CONFIG": str(config)}
        log = (folder / "log").open("wb")
        service = subprocess.Popen([*COMPANION, "service"], env=env, stdout=log, stderr=log)
        assert until(socket.exists, 10), (folder / "log").read_text()
        time.sleep(2)
        yield Bedside(room, broker, pad, witness, socket)
        service.terminate()
        assert service.wait(10) == 0, (folder / "log").read_text()
        assert not pad.on
        witness.connection.stop()
        pad.stop()


def said_until(bedside, text, condition, voice="rms", tries=3):
    """Say it as a person would: again, if nothing happened."""
    for _ in range(tries):
        bedside.room.say(text, voice)
        if until(condition, 4):
            return True
    return False


def test_a_person_is_heard_warmed_guided_and_stopped(bedside, tmp_path):
    assert until(lambda: bedside.state().get("listening") == "idle", 10)
    bedside.room.say("start bed routine")
    assert not until(lambda: bedside.state().get("session"), 2), "without the wake phrase nothing starts"

    recording = tmp_path / "speaker.wav"
    with bedside.room.recording(recording):
        assert said_until(bedside, "companion, start bed routine", lambda: bedside.state()["question"])
        assert bedside.state()["question"]["kind"] == "warm_up"
        assert not bedside.pad.on
        assert until(lambda: bedside.state()["listening"] == "asking", 10)
        assert said_until(bedside, "yes", lambda: bedside.pad.on)
    assert 290 <= bedside.pad.seconds <= 300
    assert until(lambda: bedside.state()["heat"]["phase"] == "on")
    assert loudness(recording) > 50
    assert lines_in(recording).startswith("shall i warm the pad for five minutes first")

    ask(bedside.socket, "next")
    assert until(lambda: bedside.session().get("exercise") == "knee-to-chest-rock")
    assert until(lambda: not bedside.pad.on)
    assert until(lambda: bedside.state()["listening"] == "speaking")
    assert said_until(bedside, "pause", lambda: bedside.session().get("phase") == "paused")
    assert said_until(bedside, "resume", lambda: bedside.session().get("phase") in ("announcing", "timing"))
    assert said_until(bedside, "stop", lambda: bedside.state()["session"] is None, "awb")
    for kind in (
        "session_started",
        "heat_requested",
        "heat_on",
        "session_paused",
        "session_resumed",
        "session_stopped",
    ):
        assert kind in bedside.events()


LINES = (
    "shall i warm the pad for five minutes first",
    "warming for five minutes rest and breathe",
    "stopped rest now",
    "nothing is running",
    "the pad does not answer i am switching it off",
    "draw your left knee towards your chest only to a gentle stretch and hold it there",
)


def lines_in(recording) -> str:
    """Which of the companion's lines a second listener hears in a recording."""
    from pocketsphinx import Decoder

    decoder = Decoder(
        samprate=16_000, loglevel="FATAL", lm=None, bestpath=False, beam=1e-100, wbeam=1e-80, pbeam=1e-100
    )
    decoder.add_jsgf_string("lines", f"#JSGF V1.0; grammar g; public <all> = ({' | '.join(LINES)})+;")
    decoder.activate_search("lines")
    decoder.start_utt()
    decoder.process_raw(recording.read_bytes()[44:], full_utt=True)
    decoder.end_utt()
    return decoder.hyp().hypstr if decoder.hyp() else ""


def test_stop_cuts_the_voice_at_once(bedside, tmp_path):
    ask(bedside.socket, "start breathing")
    assert until(lambda: bedside.state()["listening"] == "speaking")
    recording = tmp_path / "cut.wav"
    with bedside.room.recording(recording):
        time.sleep(2.0)
        ask(bedside.socket, "pause")
        time.sleep(3.0)
    ask(bedside.socket, "stop")
    assert loudness(recording, 0.5, 1.8) > 50
    assert until(lambda: bedside.state()["listening"] == "idle", 10)


def test_the_terminal_shows_the_timer(bedside):
    if shutil.which("tmux") is None:
        pytest.skip("NOT PROVEN: the display in a real terminal; install tmux")
    name = f"companion-{uuid.uuid4().hex[:8]}"
    run = f"{sys.executable} -c 'from companion.cli import main; main()' display --connect unix:{bedside.socket}"
    tmux = ["tmux", "-L", name]
    env = {**os.environ, "HOME": str(bedside.room.folder)}
    subprocess.run([*tmux, "new-session", "-d", "-x", "80", "-y", "24", run], check=True, env=env)
    try:
        ask(bedside.socket, "start knee to chest")

        def screen() -> str:
            return subprocess.run(
                [*tmux, "capture-pane", "-p"], capture_output=True, text=True, env=env
            ).stdout

        assert until(lambda: "LEFT  1 of 3" in screen() and screen().count("█") > 60, 20), screen()
        assert until(lambda: bedside.session().get("phase") == "timing", 20)
        before = screen()
        assert until(lambda: screen() != before, 3), "the timer moves"
        subprocess.run([*tmux, "send-keys", "s"], check=True, env=env)
        assert until(lambda: bedside.state()["session"] is None)
    finally:
        subprocess.run([*tmux, "kill-server"], check=False, env=env)


def test_a_lost_broker_switches_the_pad_off_and_comes_back(bedside):
    ask(bedside.socket, "heat on")
    assert until(lambda: bedside.pad.on)
    bedside.broker.kill()
    time.sleep(1)
    bedside.broker.start()
    assert until(lambda: not bedside.pad.on, 20)
    assert until(
        lambda: bedside.state()["heat"]["reachable"] and bedside.state()["heat"]["phase"] == "off", 20
    )
