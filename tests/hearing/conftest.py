"""Voices, recordings and engines for the tests of hearing."""

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from companion import config
from companion.hearing.recogniser import Recogniser, recogniser
from companion.hearing.understanding import Language
from companion.library import load

SHARED = Path(os.environ.get("COMPANION_SHARED") or Path(__file__).parents[2].parent / "shared")
Say = Callable[[str, str], Path]


@pytest.fixture(scope="session")
def english() -> Language:
    return Language.load("en", load(config.data("exercises")), config.data("voices")[:1])


@pytest.fixture(scope="session")
def say(tmp_path_factory: pytest.TempPathFactory) -> Say:
    """Speak a text with a voice of flite, or with espeak-ng; returns the file."""
    folder = tmp_path_factory.mktemp("said")

    def speak(text: str, voice: str) -> Path:
        program = "espeak-ng" if voice == "espeak" else "flite"
        if shutil.which(program) is None:
            pytest.skip(f"{program} is not installed")
        file = folder / f"{voice}-{text.replace(' ', '-')}.wav"
        command = {
            "espeak-ng": ["espeak-ng", "-w", str(file), text],
            "flite": ["flite", "-voice", voice, "-t", text, "-o", str(file)],
        }
        subprocess.run(command[program], check=True)
        return file

    return speak


@pytest.fixture(scope="session")
def shared() -> Path:
    if not SHARED.is_dir():
        pytest.skip(f"NO RECORDINGS AND MODELS: {SHARED} is not there (set COMPANION_SHARED)")
    return SHARED


@pytest.fixture(scope="session")
def sphinx() -> Recogniser:
    from companion.hearing.models import voice

    return recogniser("pocketsphinx", None, voice("en").pronunciations)


@pytest.fixture(scope="session")
def vosk(shared: Path) -> Recogniser:
    model = shared / "models/vosk-tiny-en"
    if not model.is_dir():
        pytest.skip(f"NO VOSK MODEL: {model} is not there")
    return recogniser("vosk", model, {})
