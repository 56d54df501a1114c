"""Every setting, its default and where it comes from.

Looked for: `--config`, `$COMPANION_CONFIG`, the user's config folder, /etc, the packaged
default. Any value can come from the environment: `COMPANION__MQTT__HOST=broker`.
"""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

import platformdirs
from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError

from companion.documents import Document, explain
from companion.durations import Duration
from companion.errors import BadInput

MINUTE = 60_000
PREFIX = "COMPANION__"


class Section(BaseModel):
    """Strict: a misspelt key is a mistake."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Hearing(Section):
    """The microphone and the recogniser."""

    enabled: bool = True
    engine: Literal["auto", "pocketsphinx", "vosk"] = "auto"
    device: str | None = None
    model: Path | None = None
    """Folder of a Vosk model."""


class Speech(Section):
    """The voice."""

    enabled: bool = True
    device: str | None = None
    voice: str | None = None
    rate: int = Field(150, ge=80, le=300)
    """Words a minute."""
    volume: int = Field(80, ge=0, le=100)


class Mqtt(Section):
    """The broker of the home; without a host there is no heat and no home."""

    host: str | None = None
    port: int = Field(1883, ge=1, le=65535)
    username: str | None = None
    password: SecretStr | None = None
    password_file: Path | None = None
    tls: bool = False


class Pad(Section):
    """The heating pad's plug and its limits."""

    profile: str = "zigbee2mqtt"
    name: str | None = None
    """The plug's name in its MQTT topics."""
    warm_up: Duration = 5 * MINUTE
    limit: Duration = Field(15 * MINUTE, ge=MINUTE, le=20 * MINUTE)
    """The longest single warm-up, never above 20 minutes."""
    rest: Duration = Field(20 * MINUTE, ge=5 * MINUTE)


class Display(Section):
    """How displays attach."""

    socket: Path | None = None


class Sessions(Section):
    """How much is done."""

    dose: float = Field(1.0, gt=0, le=1)
    """Share of the full repetitions and times."""


class Config(Section):
    """All settings."""

    room: str = Field("bedroom", pattern=r"^[a-z0-9][a-z0-9_-]{0,39}$")
    language: str = "en"
    hearing: Hearing = Hearing()
    speech: Speech = Speech()
    mqtt: Mqtt = Mqtt()
    pad: Pad = Pad()
    display: Display = Display()
    session: Sessions = Sessions()


def user_folder() -> Path:
    """The user's own exercises, voices, pads and settings."""
    return Path(platformdirs.user_config_dir("companion"))


def packaged() -> Path:
    """Where the product's data folders are: inside the wheel, or the checkout."""
    inside = Path(__file__).parent / "data"
    return inside if inside.is_dir() else Path(__file__).parents[1]


def data(kind: str) -> list[Path]:
    """Folders of one kind of data (voices, exercises, pads), later ones override."""
    shipped = packaged() / ("config/pads" if kind == "pads" else kind)
    return [folder for folder in (shipped, user_folder() / kind) if folder.is_dir()]


def path(chosen: Path | None = None) -> Path:
    """The configuration file in force; BadInput if the chosen one is not there."""
    named = chosen or (Path(env) if (env := os.environ.get("COMPANION_CONFIG")) else None)
    if named:
        if not named.is_file():
            raise BadInput(f"There is no configuration at {named}: check the path.")
        return named
    usual = (user_folder() / "companion.yaml", Path("/etc/companion/companion.yaml"))
    return next((one for one in usual if one.is_file()), packaged() / "config/companion.yaml")


def load(chosen: Path | None = None, environ: Mapping[str, str] = os.environ) -> Config:
    """The configuration; BadInput with every mistake, one a line."""
    document = Document(path(chosen))
    if not document.mistakes and not isinstance(document.data, dict):
        document.mistake((), "must be a list of `key: value` settings")
    document.parse(Config)
    if document.mistakes:
        raise BadInput("\n".join(str(mistake) for mistake in document.mistakes))
    try:
        return _with_secrets(Config.model_validate(_overlaid(document.data, environ)))
    except ValidationError as error:
        raise BadInput("\n".join(f"environment: {explain(Config, one)}" for one in error.errors())) from None


def _overlaid(values: dict[str, Any], environ: Mapping[str, str]) -> dict[str, Any]:
    merged = {key: dict(value) if isinstance(value, dict) else value for key, value in values.items()}
    for name, value in environ.items():
        if name.startswith(PREFIX):
            section, _, key = name.removeprefix(PREFIX).lower().partition("__")
            if key:
                merged[section] = {**(merged.get(section) or {}), key: value}
            else:
                merged[section] = value
    return merged


def _with_secrets(config: Config) -> Config:
    """The password from its file, or from systemd's credentials."""
    credentials = os.environ.get("CREDENTIALS_DIRECTORY")
    candidates = [config.mqtt.password_file, Path(credentials) / "mqtt_password" if credentials else None]
    file = next((one for one in candidates if one and one.is_file()), None)
    if config.mqtt.password_file and file != config.mqtt.password_file:
        raise BadInput(f"mqtt.password_file {config.mqtt.password_file} cannot be read: check the path.")
    if file is None or config.mqtt.password:
        return config
    secret = SecretStr(file.read_text(encoding="utf-8").strip())
    return config.model_copy(update={"mqtt": config.mqtt.model_copy(update={"password": secret})})
