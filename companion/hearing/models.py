"""Speech models: where they are looked for, and how one is fetched."""

import hashlib
import os
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path, PurePosixPath
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

from pydantic import BaseModel, ConfigDict

from companion.config import Hearing, data
from companion.documents import Document
from companion.errors import BadInput, CompanionError

PARTS = ("am/final.mdl", "conf/model.conf", "graph")
"""What a Vosk model folder holds."""
PIECE = 1 << 16


class Download(BaseModel):
    """A model that can be fetched."""

    model_config = ConfigDict(extra="forbid")
    name: str
    engine: str
    url: str
    sha256: str | None = None
    licence: str = ""


class VoiceFile(BaseModel):
    """`voice.yaml` of a language."""

    model_config = ConfigDict(extra="forbid")
    name: str
    voice: str
    rate: int
    pronunciations: dict[str, str] = {}
    models: list[Download] = []


def voice(language: str) -> VoiceFile:
    """The models and voices of a language; BadInput with every mistake, one a line."""
    files = [folder / language / "voice.yaml" for folder in data("voices")]
    found = [file for file in files if file.is_file()]
    if not found:
        raise BadInput(f"The language {language!r} has no voice: add voices/{language}/voice.yaml.")
    document = Document(found[-1])
    parsed = document.parse(VoiceFile)
    if parsed is None:
        raise BadInput("\n".join(str(mistake) for mistake in document.mistakes))
    return parsed


def folders() -> list[Path]:
    """Where models are looked for, the user's own first."""
    home = Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local/share")
    return [home / "companion/models", Path("/usr/share/companion/models")]


def is_model(folder: Path) -> bool:
    """Whether the folder holds a whole Vosk model."""
    return all((folder / part).exists() for part in PARTS)


def installed(language: str) -> list[Path]:
    """The models of a language that are there, in the order of `voice.yaml`."""
    names = [download.name for download in voice(language).models]
    places = [folder / name for name in names for folder in folders()]
    return [place for place in places if is_model(place)]


def listed(settings: Hearing) -> list[dict[str, str]]:
    """Every Vosk model that is found: the configured one first."""
    inside = (one for folder in folders() if folder.is_dir() for one in sorted(folder.iterdir()))
    places = [settings.model] if settings.model else []
    found = [place for place in (*places, *inside) if is_model(place)]
    return [{"name": place.name, "engine": "vosk", "path": str(place)} for place in found]


def fetch(url: str | None, language: str) -> Path:
    """Get the model at `url`, or the one that the language recommends, into the user's folder."""
    offered = voice(language).models
    if url is None:
        if not offered:
            raise BadInput(f"No model is named in voices/{language}/voice.yaml: give an address.")
        url = offered[0].url
    if urlsplit(url).scheme not in ("http", "https"):
        raise BadInput(f"{url!r} is no web address: it begins with https://.")
    known = next((one for one in offered if one.url == url), None)
    name = known.name if known else PurePosixPath(urlsplit(url).path).stem
    return fetch_model(url, known.sha256 if known else None, folders()[0] / name)


def fetch_model(
    url: str,
    sha256: str | None,
    target: Path,
    progress: Callable[[int, int | None], None] = lambda done, total: None,
) -> Path:
    """Get the model at `url` into the folder `target`, going on where an earlier attempt ended."""
    if is_model(target):
        return target
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = target.with_name(target.name + ".zip.part")
    _download(url, partial, progress)
    try:
        _verify(partial, sha256)
        _unpack(partial, target)
    finally:
        partial.unlink(missing_ok=True)
    return target


def _download(url: str, partial: Path, progress: Callable[[int, int | None], None]) -> None:
    done = partial.stat().st_size if partial.exists() else 0
    request = Request(url, headers={"Range": f"bytes={done}-"} if done else {})
    try:
        with urlopen(request, timeout=30) as answer:
            resumed = answer.status == 206
            done = done if resumed else 0
            length = answer.headers.get("Content-Length")
            total = done + int(length) if length else None
            with partial.open("ab" if resumed else "wb") as file:
                while piece := answer.read(PIECE):
                    file.write(piece)
                    done += len(piece)
                    progress(done, total)
    except HTTPError as error:
        if error.code != 416:  # 416: nothing is missing
            raise CompanionError(f"{url} answers {error.code} {error.reason}: check the address.") from error
    except (URLError, OSError) as error:
        raise CompanionError(f"{url} cannot be fetched ({error}): check the network.") from error
    else:
        if total is not None and done < total:
            raise CompanionError(f"The download stopped at {done} of {total} bytes: run the command again.")


def _verify(file: Path, sha256: str | None) -> None:
    if sha256 and _digest(file) != sha256.lower():
        raise CompanionError("What was downloaded has another SHA-256 than promised: run the command again.")
    try:
        with zipfile.ZipFile(file) as archive:
            broken = archive.testzip()
    except zipfile.BadZipFile as error:
        raise CompanionError(
            f"What was downloaded is no ZIP file ({error}): run the command again."
        ) from error
    if broken:
        raise CompanionError(f"{broken} in the download is damaged: run the command again.")


def _digest(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def _unpack(file: Path, target: Path) -> None:
    """Unpack beside the target and move it there whole."""
    unpacked = target.with_name(target.name + ".unpacked")
    shutil.rmtree(unpacked, ignore_errors=True)
    try:
        with zipfile.ZipFile(file) as archive:
            for name in archive.namelist():
                _check_name(name)
            archive.extractall(unpacked)
        model = next((one for one in (unpacked, *sorted(unpacked.iterdir())) if is_model(one)), None)
        if model is None:
            raise CompanionError("The download holds no Vosk model: check the address in voice.yaml.")
        shutil.rmtree(target, ignore_errors=True)
        model.replace(target)
    finally:
        shutil.rmtree(unpacked, ignore_errors=True)


def _check_name(name: str) -> None:
    path = PurePosixPath(name.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts:
        raise CompanionError(f"The download wants to write outside its folder ({name}): it is not trusted.")
