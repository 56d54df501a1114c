"""The doctor names every part, and a remedy for what is not well."""

import socket

import pytest

from companion import config, doctor
from companion.doctor import examine


def verdicts(chosen):
    return {row["check"]: row["verdict"] for row in examine(chosen)}


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def test_every_part_has_a_verdict_and_whatever_is_not_well_a_remedy(tmp_path):
    chosen = config.Config(display=config.Display(socket=tmp_path / "none.sock"))
    rows = {row["check"]: row for row in examine(chosen)}
    assert {"microphone", "speaker", "model", "broker", "pad", "disk", "clock", "service"} <= rows.keys()
    assert {row["verdict"] for row in rows.values()} <= {"ok", "warning", "broken", "absent"}
    assert [row["check"] for row in rows.values() if row["verdict"] != "ok" and not row["remedy"]] == []
    assert (rows["broker"]["verdict"], rows["pad"]["verdict"]) == ("absent", "absent")
    assert (rows["model"]["verdict"], rows["service"]["verdict"]) == ("ok", "absent")


def test_what_is_asked_for_and_not_there_is_broken(tmp_path, monkeypatch):
    monkeypatch.setattr(doctor, "PATIENCE", 0.3)
    chosen = config.Config(
        hearing=config.Hearing(enabled=False, engine="vosk", model=tmp_path),
        speech=config.Speech(enabled=False),
        mqtt=config.Mqtt(host="127.0.0.1", port=free_port()),
        pad=config.Pad(profile="zigbe2mqtt", name="bed"),
    )
    found = verdicts(chosen)
    assert (found["microphone"], found["speaker"]) == ("absent", "absent")
    assert (found["model"], found["broker"], found["pad"]) == ("broken", "broken", "broken")


def test_a_listening_service_is_well(tmp_path):
    path = tmp_path / "bed.sock"
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(path))
        server.listen()
        assert verdicts(config.Config(display=config.Display(socket=path)))["service"] == "ok"
