"""Every setting, its default and where it comes from.

Looked for: `--config`, `$COMPANION_CONFIG`, the user's config folder, /etc, the packaged
default. Any value can come from the environment: `COMPANION__MQTT__HOST=broker`.
"""

import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

import platformdirs
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, SecretStr, ValidationError, model_validator

from companion.documents import Document, explain
from companion.durations import HOUR, MINUTE, Duration, within
from companion.errors import BadInput

PREFIX = "COMPANION__"


class Section(BaseModel):
    """Strict: a misspelt key is a mistake."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    @model_validator(mode="before")
    @classmethod
    def _empty_is_default(cls, values: Any) -> Any:
        """A section whose lines are all commented out reads as null."""
        return {} if values is None else values


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
    warm_up: Annotated[Duration, within(1 * MINUTE, 20 * MINUTE)] = 5 * MINUTE
    """For "heat on" without a number."""
    limit: Annotated[Duration, within(1 * MINUTE, 20 * MINUTE)] = 15 * MINUTE
    """The longest single warm-up, never above 20 minutes."""
    rest: Annotated[Duration, within(5 * MINUTE, 24 * HOUR)] = 20 * MINUTE
    """After a full warm-up."""


class Display(Section):
    """How displays attach."""

    socket: Path | None = None


class Sessions(Section):
    """How much is done."""

    dose: float = Field(1.0, gt=0, le=1)
    """Share of the full repetitions and times."""


def _room(name: str) -> str:
    """It names MQTT topics and a socket file."""
    if not re.fullmatch(r"[a-z0-9][a-z0-9_-]{0,39}", name):
        raise ValueError(f"{name!r} does not fit: small letters, digits, - and _, at most 40")
    return name


class Config(Section):
    """All settings."""

    room: Annotated[str, AfterValidator(_room)] = "bedroom"
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


def path(chosen: Path | None = None, environ: Mapping[str, str] = os.environ) -> Path:
    """The configuration file in force; BadInput if the chosen one is not there."""
    named = chosen or environ.get("COMPANION_CONFIG")
    if named:
        named = Path(named).expanduser()
        if not named.is_file():
            raise BadInput(f"There is no configuration at {named}: check the path.")
        return named
    usual = (user_folder() / "companion.yaml", Path("/etc/companion/companion.yaml"))
    return next((one for one in usual if one.is_file()), packaged() / "config/companion.yaml")


def load(chosen: Path | None = None, environ: Mapping[str, str] = os.environ) -> Config:
    """The configuration; BadInput with every mistake of file and environment, one a line."""
    document, overlay = Document(path(chosen, environ)), _overlay(environ)
    document.parse(Config)
    mistakes = [str(mistake) for mistake in document.mistakes] + _mistakes(overlay)
    if mistakes:
        raise BadInput("\n".join(mistakes))
    try:
        return _with_password(Config.model_validate(_merged(document.data, overlay)), environ)
    except ValidationError as error:
        raise BadInput(
            "\n".join(f"{document.path}: {explain(Config, one)}" for one in error.errors())
        ) from None


def _overlay(environ: Mapping[str, str]) -> dict[str, Any]:
    """COMPANION__MQTT__HOST=broker as {"mqtt": {"host": "broker"}}."""
    values: dict[str, Any] = {}
    for name in sorted(environ):
        if name.startswith(PREFIX):
            section, _, key = name.removeprefix(PREFIX).lower().partition("__")
            values = _merged(values, {section: {key: environ[name]} if key else environ[name]})
    return values


def _mistakes(overlay: dict[str, Any]) -> list[str]:
    """What is wrong with the environment, by the variable's own name."""
    try:
        Config.model_validate(overlay)
    except ValidationError as error:
        return [f"{_variable(one['loc'])}: {explain(Config, one)}" for one in error.errors()]
    return []


def _variable(location: tuple[int | str, ...]) -> str:
    return "$" + PREFIX + "__".join(str(key).upper() for key in location)


def _merged(values: dict[str, Any], changes: dict[str, Any]) -> dict[str, Any]:
    sections = {
        key: {**(values.get(key) or {}), **change} if isinstance(change, dict) else change
        for key, change in changes.items()
    }
    return {**values, **sections}


def _with_password(config: Config, environ: Mapping[str, str]) -> Config:
    """The password as written, else from its file, else from systemd's credentials."""
    file = config.mqtt.password_file or _credential(environ)
    if config.mqtt.password or file is None:
        return config
    try:
        secret = SecretStr(file.read_text(encoding="utf-8").strip())
    except (OSError, UnicodeDecodeError):
        raise BadInput(f"The password file {file} cannot be read: check mqtt.password_file.") from None
    return config.model_copy(update={"mqtt": config.mqtt.model_copy(update={"password": secret})})


def _credential(environ: Mapping[str, str]) -> Path | None:
    folder = environ.get("CREDENTIALS_DIRECTORY")
    file = Path(folder) / "mqtt_password" if folder else None
    return file if file and file.is_file() else None
