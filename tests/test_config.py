"""Settings: strict, located, overridable, secret."""

import pytest

from companion import config
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
    with pytest.raises(BadInput, match="unknown key 'mqtt.hots'; did you mean 'host'"):
        config.load(None, {"COMPANION__MQTT__HOTS": "broker"})


def test_secrets_come_from_a_file_and_are_never_shown(tmp_path):
    (tmp_path / "secret").write_text("hunter2\n")
    loaded = config.load(written(tmp_path, f"mqtt: {{password_file: {tmp_path}/secret}}"), {})
    assert loaded.mqtt.password.get_secret_value() == "hunter2"
    assert "hunter2" not in repr(loaded)


def test_a_missing_configuration_is_bad_input(tmp_path):
    with pytest.raises(BadInput, match="There is no configuration"):
        config.load(tmp_path / "nowhere.yaml")
