"""Spoken commands through the real engines, and talk that is no command."""

from pathlib import Path

import pytest

from companion.config import Hearing
from companion.errors import BadInput, CompanionError
from companion.hearing.recogniser import Recogniser, recogniser
from companion.hearing.transcribe import read, rows, transcribe
from companion.hearing.understanding import Language
from companion.session.listening import Mode
from tests.hearing.conftest import Say

IDLE = ("companion start bed routine", "companion remind me in twenty minutes", "stop", "heat off")
SESSION = ("resume", "next", "ten more seconds", "pain level six", "that hurts", "start over", "no")


def understood(found: list[dict[str, object]]) -> list[object]:
    return [(row["intent"], row["slots"]) for row in found if row["accepted"]]


def wanted(language: Language, text: str) -> list[object]:
    meaning = language.understand(text).meaning
    assert meaning is not None
    return [(meaning.intent, dict(meaning.slots))]


CASES = [(Mode.IDLE, text) for text in IDLE] + [(Mode.SESSION, text) for text in SESSION]


@pytest.mark.parametrize("voice", ["slt", "rms", "awb"])
@pytest.mark.parametrize(("mode", "text"), CASES)
def test_pocketsphinx_hears_commands(
    english: Language, sphinx: Recogniser, say: Say, mode: Mode, text: str, voice: str
) -> None:
    found = list(rows([say(text, voice)], sphinx, english, mode))
    assert understood(found) == wanted(english, text)
    assert found[0]["decided_s"] - found[0]["end_s"] <= 0.4


@pytest.mark.parametrize(("mode", "text"), CASES)
def test_vosk_hears_commands(english: Language, vosk: Recogniser, say: Say, mode: Mode, text: str) -> None:
    assert understood(list(rows([say(text, "espeak")], vosk, english, mode))) == wanted(english, text)


def test_pocketsphinx_knows_every_word(english: Language, sphinx: Recogniser) -> None:
    for mode in Mode:
        sphinx.set_grammar(english.graph(mode))
    assert sphinx.missing == frozenset()


def test_words_that_the_vosk_model_lacks_are_named(tmp_path: Path, vosk: Recogniser, say: Say) -> None:
    file = tmp_path / "squeeze.yaml"
    file.write_text("language: en\nintents: {go: {data: [{sentences: [scapular squeezes, begin]}]}}\n")
    language = Language.foreign(file)
    vosk.set_grammar(language.graph(Mode.SESSION))
    assert "scapular" in vosk.missing and "begin" not in vosk.missing
    assert understood(list(rows([say("begin", "espeak")], vosk, language))) == [("go", {})]


@pytest.mark.parametrize("engine", ["sphinx", "vosk"])
def test_prose_is_no_command(
    english: Language, engine: str, shared: Path, request: pytest.FixtureRequest
) -> None:
    files = sorted((shared / "audio/prose").glob("*.flac"))[:40:8]
    found = list(rows(files, request.getfixturevalue(engine), english, Mode.IDLE))
    assert len(files) == 5 and {row["file"] for row in found} == {str(file) for file in files}
    assert understood(found) == []


def test_idle_wants_the_wake_phrase(english: Language, sphinx: Recogniser, say: Say) -> None:
    assert understood(list(rows([say("start bed routine", "slt")], sphinx, english, Mode.IDLE))) == []


def test_the_wake_phrase_alone_opens_the_ear(
    english: Language, sphinx: Recogniser, say: Say, tmp_path: Path
) -> None:
    import wave

    pieces = [read(say("companion", "slt")), bytes(32_000), read(say("start bed routine", "slt"))]
    file = tmp_path / "twice.wav"
    with wave.open(str(file), "wb") as out:
        out.setparams((1, 2, 16_000, 0, "NONE", ""))
        out.writeframes(b"".join(pieces))
    found = list(rows([file], sphinx, english, Mode.IDLE))
    assert next(row["text"] for row in found) == "companion"
    assert understood(found) == wanted(english, "start bed routine")


def test_a_silent_file_gives_one_empty_row(english: Language, sphinx: Recogniser, tmp_path: Path) -> None:
    import soundfile

    file = tmp_path / "silence.flac"
    soundfile.write(file, [0.0] * 44_100, 44_100)
    (row,) = rows([file], sphinx, english)
    assert (row["file"], row["text"], row["accepted"]) == (str(file), "", False)


def test_transcribe_as_the_command_line_does(say: Say) -> None:
    found = list(transcribe([say("pause", "rms")], settings=Hearing(engine="pocketsphinx"), language="en"))
    assert understood(found) == [("pause", {})]


def test_what_cannot_be_read_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.wav").write_bytes(b"RIFFnonsense")
    for name in ("a.wav", "missing.wav"):
        with pytest.raises(BadInput, match=name):
            read(tmp_path / name)
    with pytest.raises(BadInput, match="no state 'asleep'"):
        transcribe([], settings=Hearing(), language="en", mode="asleep")


def test_an_engine_that_cannot_be_had_says_why(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="pocketsphinx, vosk"):
        recogniser("whisper", None, {})
    with pytest.raises(CompanionError, match="companion model"):
        recogniser("vosk", tmp_path, {})
    with pytest.raises(CompanionError, match="companion model fetch"):
        recogniser("vosk", None, {})
