"""The command line. Each command imports what it needs when it is called."""

import json
import logging
import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Any, Optional

import typer

from companion.errors import BadInput, CompanionError

app = typer.Typer(
    help="A companion by the bed: it warms, guides, times and listens.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
Room = Annotated[Optional[str], typer.Option(help="Name of the room.")]
ConfigFile = Annotated[Optional[Path], typer.Option("--config", help="Configuration file.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON and nothing else.")]
NoMic = Annotated[bool, typer.Option("--no-mic", help="Do not listen.")]
NoSpeech = Annotated[bool, typer.Option("--no-speech", help="Do not speak.")]


def main() -> None:
    """Run a command; an error is one sentence on standard error."""
    debug = "--debug" in sys.argv
    if debug:
        sys.argv.remove("--debug")
    logging.basicConfig(level=logging.DEBUG if debug else logging.WARNING, stream=sys.stderr)
    try:
        app()
    except CompanionError as error:
        if debug:
            raise
        print(error, file=sys.stderr)
        sys.exit(2 if isinstance(error, BadInput) else 1)
    except KeyboardInterrupt:
        sys.exit(130)


def _load(
    file: Path | None, room: str | None = None, *, no_mic: bool = False, no_speech: bool = False
) -> Any:
    """The configuration; what the options say counts for more than the environment."""
    from companion import config

    options = {"COMPANION__ROOM": room or ""} if room else {}
    options |= {"COMPANION__HEARING__ENABLED": "false"} if no_mic else {}
    options |= {"COMPANION__SPEECH__ENABLED": "false"} if no_speech else {}
    return config.load(file, {**os.environ, **options})


def _print(rows: Iterable[dict[str, Any]], as_json: bool, line: Any) -> None:
    for row in rows:
        print(json.dumps(row) if as_json else line(row), flush=True)


@app.command()
def run(
    room: Room = None,
    config: ConfigFile = None,
    no_mic: NoMic = False,
    no_speech: NoSpeech = False,
    demo: Annotated[
        bool, typer.Option("--demo", help="A simulated pad, and a voice that types for you.")
    ] = False,
) -> None:
    """Run the companion and its display in this terminal."""
    from companion.running import run_here

    run_here(_load(config, room, no_mic=no_mic, no_speech=no_speech), demo=demo)


@app.command()
def service(
    room: Room = None, config: ConfigFile = None, no_mic: NoMic = False, no_speech: NoSpeech = False
) -> None:
    """Run the companion without a display."""
    from companion.running import serve

    serve(_load(config, room, no_mic=no_mic, no_speech=no_speech))


@app.command()
def display(
    connect: Annotated[Optional[str], typer.Option(help="unix:PATH of the service's socket.")] = None,
    room: Room = None,
    config: ConfigFile = None,
    plain: Annotated[bool, typer.Option("--plain", help="One calm line a change.")] = False,
) -> None:
    """Attach a display to a running companion."""
    from companion.running import show

    show(_socket(config, room, connect), plain=plain)


def _socket(file: Path | None, room: str | None, connect: str | None = None) -> Path:
    from companion.link import socket_path

    if connect:
        kind, _, path = connect.partition(":")
        if kind != "unix" or not path:
            raise BadInput(f"--connect {connect!r} is not known: write unix:PATH.")
        return Path(path)
    loaded = _load(file, room)
    return loaded.display.socket or socket_path(loaded.room)


@app.command()
def send(text: str, room: Room = None, config: ConfigFile = None, as_json: AsJson = False) -> None:
    """Give the running companion a command as if spoken."""
    from companion.link import ask

    answer = ask(_socket(config, room), text)
    _print([answer], as_json, lambda row: row["reply"])
    if not answer["accepted"]:
        raise typer.Exit(1)


@app.command()
def transcribe(
    files: list[Path],
    engine: Annotated[Optional[str], typer.Option(help="pocketsphinx or vosk.")] = None,
    commands: Annotated[Optional[Path], typer.Option(help="A language in hassil's template format.")] = None,
    state: Annotated[str, typer.Option(help="idle or session.")] = "session",
    config: ConfigFile = None,
    as_json: AsJson = False,
) -> None:
    """What the recogniser hears in WAV or FLAC files: one JSON line a command."""
    from companion.hearing.transcribe import transcribe as hear

    loaded = _load(config)
    rows = hear(
        files, settings=loaded.hearing, language=loaded.language, engine=engine, commands=commands, mode=state
    )
    _print(rows, True, None)


@app.command()
def listen(config: ConfigFile = None, as_json: AsJson = False) -> None:
    """What is heard, live from the microphone."""
    from companion.running import hear

    hear(_load(config), as_json=as_json)


@app.command()
def speak(
    text: str,
    out: Annotated[Optional[Path], typer.Option(help="Write a WAV file instead.")] = None,
    config: ConfigFile = None,
) -> None:
    """Say it."""
    from companion.speech.voice import speak as say_it
    from companion.speech.voice import speak_to_file

    loaded = _load(config)
    if out:
        speak_to_file(text, out, loaded.speech, loaded.language)
    else:
        say_it(text, loaded.speech, loaded.language)


@app.command()
def simulate(
    routine: str,
    flare: Annotated[bool, typer.Option("--flare", help="In a flare.")] = False,
    dose: Annotated[Optional[float], typer.Option(min=0.1, max=1.0)] = None,
    at: Annotated[Optional[list[str]], typer.Option(help="SECONDS=COMMAND, e.g. 12.5=pause.")] = None,
    pad: Annotated[str, typer.Option(help="ok, silent or stuck-on.")] = "ok",
    config: ConfigFile = None,
    as_json: AsJson = False,
) -> None:
    """Run a routine in virtual time and print what happens when."""
    from companion.rehearsal import rehearse

    rows = rehearse(_load(config), routine, flare=flare, dose=dose, at=at or [], pad=pad)
    _print(rows, as_json, _timeline)


def _timeline(row: dict[str, Any]) -> str:
    details = " ".join(f"{key}={value}" for key, value in row.items() if key not in ("t", "type"))
    return f"{row['t']:>9.3f}  {row['type']:<16} {details}"


@app.command()
def exercises(id: Annotated[Optional[str], typer.Argument()] = None, as_json: AsJson = False) -> None:
    """List the exercises, or show one."""
    from companion.catalogue import exercise_rows

    _print(exercise_rows(id), as_json, lambda row: f"{row['id']:<26} {row['name']:<26} {row['source']}")


@app.command()
def routines(id: Annotated[Optional[str], typer.Argument()] = None, as_json: AsJson = False) -> None:
    """List the routines, or show one."""
    from companion.catalogue import routine_rows

    _print(routine_rows(id), as_json, lambda row: f"{row['id']:<14} {row['seconds']:>5} s  {row['name']}")


@app.command()
def check(paths: Annotated[Optional[list[Path]], typer.Argument()] = None, as_json: AsJson = False) -> None:
    """Validate config, exercises, routines, voices and pad profiles: all mistakes at once."""
    from companion.catalogue import check as find_mistakes

    mistakes = find_mistakes(paths or [])
    rows = [{"file": str(m.path), "line": m.line, "column": m.column, "text": m.text} for m in mistakes]
    if as_json:
        _print(rows, True, None)
    for mistake in mistakes:
        print(mistake, file=sys.stderr)
    if mistakes:
        raise typer.Exit(2)
    if not as_json:
        print("All is well.")


@app.command()
def doctor(config: ConfigFile = None, room: Room = None, as_json: AsJson = False) -> None:
    """Check microphone, speaker, model, broker, pad, disk, clock and service."""
    from companion.doctor import examine

    rows = list(examine(_load(config, room)))
    _print(rows, as_json, lambda row: f"{row['check']:<11} {row['verdict']:<8} {row['remedy']}")
    if any(row["verdict"] == "broken" for row in rows):
        raise typer.Exit(1)


@app.command("heat-off")
def heat_off(config: ConfigFile = None) -> None:
    """Switch the pad off at once, with or without a running companion."""
    from companion.home.heat_off import heat_off as off

    loaded = _load(config)
    off(loaded.mqtt, loaded.pad)
    print("OFF was sent to the pad.")


@app.command()
def pad(
    profile: Annotated[Optional[str], typer.Option(help="A pad profile.")] = None,
    fault: Annotated[Optional[str], typer.Option(help="silent, stuck-on or drops-off.")] = None,
    config: ConfigFile = None,
) -> None:
    """A simulated heating pad on the broker."""
    from companion.running import be_a_pad

    be_a_pad(_load(config), profile, fault)


model = typer.Typer(help="Speech models: where they are, get one.", no_args_is_help=True)
app.add_typer(model, name="model")


@model.command("list")
def model_list(config: ConfigFile = None, as_json: AsJson = False) -> None:
    """The models that are found."""
    from companion.hearing.models import listed

    _print(listed(_load(config).hearing), as_json, lambda row: f"{row['name']:<30} {row['path']}")


@model.command("fetch")
def model_fetch(
    url: Annotated[Optional[str], typer.Argument(help="Where from; the language's own if left out.")] = None,
    config: ConfigFile = None,
) -> None:
    """Fetch a Vosk model, verified and resumable."""
    from companion.hearing.models import fetch

    print(f"The model is in {fetch(url, _load(config).language)}.")
