"""Settings: strict, located, overridable, secret."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from companion import config, durations
from companion.errors import BadInput


def written(tmp_path, text):
    path = tmp_path / "companion.yaml"
    path.write_text(text)
    return path


def test_the_packaged_default_says_what_the_code_says():
    assert config.load(config.packaged() / "config/companion.yaml", {}) == config.Config()


def test_every_mistake_is_named_with_its_place(tmp_path):
    path = written(tmp_path, "room: Bed Room\nmqtt:\n  hots: broker\npad:\n  limit: 25 min\n  rest: soon\n")
    with pytest.raises(BadInput) as caught:
        config.load(path, {})
    lines = str(caught.value).splitlines()
    assert [line.split(":")[1:3] for line in lines] == [["1", "1"], ["3", "3"], ["5", "3"], ["6", "3"]]
    assert "did you mean 'host'" in lines[1]
    assert '"5 min"' in lines[3]


def test_broken_yaml_is_one_sentence(tmp_path):
    with pytest.raises(BadInput, match=r"companion.yaml:1:\d+: is not YAML"):
        config.load(written(tmp_path, "room: [bed"), {})


def test_the_environment_overrides(tmp_path):
    environ = {"COMPANION__MQTT__HOST": "broker", "COMPANION__MQTT__PORT": "1884", "COMPANION__ROOM": "bed2"}
    loaded = config.load(written(tmp_path, "mqtt: {port: 1}"), environ)
    assert (loaded.mqtt.host, loaded.mqtt.port, loaded.room) == ("broker", 1884, "bed2")


def test_a_wrong_environment_is_named():
    with pytest.raises(
        BadInput, match=r"\$COMPANION__MQTT__HOTS: unknown key 'mqtt.hots'; did you mean 'host'"
    ):
        config.load(None, {"COMPANION__MQTT__HOTS": "broker"})


def test_secrets_come_from_a_file_and_are_never_shown(tmp_path):
    (tmp_path / "secret").write_text("hunter2\n")
    loaded = config.load(written(tmp_path, f"mqtt: {{password_file: {tmp_path}/secret}}"), {})
    assert loaded.mqtt.password.get_secret_value() == "hunter2"
    assert "hunter2" not in repr(loaded)


def test_a_missing_configuration_is_bad_input(tmp_path):
    with pytest.raises(BadInput, match="There is no configuration"):
        config.load(tmp_path / "nowhere.yaml")


def test_mistakes_of_file_and_environment_are_told_together(tmp_path):
    with pytest.raises(BadInput) as caught:
        config.load(written(tmp_path, "speech: {rate: 900}"), {"COMPANION__PAD__REST": "soon"})
    assert [
        "speech.rate" in line or "$COMPANION__PAD__REST" in line for line in str(caught.value).splitlines()
    ] == [
        True,
        True,
    ]


def test_a_section_with_every_line_commented_out_is_the_default(tmp_path):
    assert config.load(written(tmp_path, "mqtt:\n  # host: broker\n"), {}).mqtt == config.Mqtt()


def test_systemd_hands_over_the_password(tmp_path):
    (tmp_path / "mqtt_password").write_text("hunter2\n")
    loaded = config.load(written(tmp_path, ""), {"CREDENTIALS_DIRECTORY": str(tmp_path)})
    assert loaded.mqtt.password is not None
    assert loaded.mqtt.password.get_secret_value() == "hunter2"


def test_a_password_file_that_is_not_there_is_bad_input(tmp_path):
    with pytest.raises(BadInput, match="nowhere cannot be read"):
        config.load(written(tmp_path, "mqtt: {password_file: /nowhere}"), {})


def test_a_secret_is_not_in_what_is_said_about_a_mistake(tmp_path):
    with pytest.raises(BadInput) as caught:
        config.load(written(tmp_path, "mqtt: {password: [hunter2], port: 0}"), {})
    assert "hunter2" not in str(caught.value)


def test_the_named_file_comes_first_then_the_environments(tmp_path):
    mine, theirs = tmp_path / "mine.yaml", tmp_path / "theirs.yaml"
    mine.touch()
    theirs.touch()
    environ = {"COMPANION_CONFIG": str(theirs)}
    assert config.path(mine, environ) == mine
    assert config.path(None, environ) == theirs


def test_the_users_folder_comes_before_the_packaged(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    (tmp_path / "companion").mkdir()
    own = tmp_path / "companion/companion.yaml"
    own.touch()
    assert config.path(None, {}) == own


@pytest.mark.parametrize(
    ("text", "milliseconds"),
    [("20 s", 20_000), ("5 min", 300_000), ("1 h 30 min", 5_400_000), ("1.5s", 1_500), ("250 ms", 250)],
)
def test_durations_are_written_as_people_write_them(text, milliseconds):
    assert durations.milliseconds(text) == milliseconds


@pytest.mark.parametrize("text", ["", "20", 20, "-5 s", "5 minutes", "5 min and a bit", None, True, "5s5s"])
def test_anything_else_is_no_duration(text):
    with pytest.raises(ValueError, match="is no duration"):
        durations.milliseconds(text)


@given(st.integers(0, 10**9))
def test_what_is_written_reads_back(duration):
    assert durations.milliseconds(durations.written(duration)) == duration
