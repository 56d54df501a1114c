"""Fetching a model from a real web server that breaks off, lies and resumes."""

import hashlib
import io
import threading
import zipfile
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from companion.config import Hearing
from companion.errors import BadInput, CompanionError
from companion.hearing.models import fetch, fetch_model, listed

FILES = {"tiny/am/final.mdl": b"m" * 50_000, "tiny/conf/model.conf": b"c", "tiny/graph/words.txt": b"a 1\n"}


def zipped(files: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()


class Server(ThreadingHTTPServer):
    content = b""
    breaks_off_at: int | None = None
    ranges: list[str | None]


class Handler(BaseHTTPRequestHandler):
    server: Server

    def do_GET(self) -> None:
        asked = self.headers.get("Range")
        self.server.ranges.append(asked)
        start = int(asked.removeprefix("bytes=").rstrip("-")) if asked else 0
        self.send_response(206 if asked else 200)
        self.send_header("Content-Length", str(len(self.server.content) - start))
        self.end_headers()
        self.wfile.write(self.server.content[start : self.server.breaks_off_at])

    def log_message(self, *_: object) -> None:
        """Keep quiet."""


@pytest.fixture
def server() -> Iterator[Server]:
    with Server(("127.0.0.1", 0), Handler) as running:
        running.ranges = []
        threading.Thread(target=running.serve_forever, daemon=True).start()
        yield running
        running.shutdown()


def address(server: Server) -> str:
    return f"http://127.0.0.1:{server.server_port}/tiny.zip"


def test_a_broken_off_download_goes_on(server: Server, tmp_path: Path) -> None:
    server.content, server.breaks_off_at = zipped(FILES), 20_000
    digest = hashlib.sha256(server.content).hexdigest()
    with pytest.raises(CompanionError, match="stopped at 20000"):
        fetch_model(address(server), digest, tmp_path / "tiny")
    server.breaks_off_at = None
    model = fetch_model(address(server), digest, tmp_path / "tiny")
    assert server.ranges == [None, "bytes=20000-"]
    assert (model / "am/final.mdl").read_bytes() == FILES["tiny/am/final.mdl"]
    assert [one.name for one in tmp_path.iterdir()] == ["tiny"]


def test_another_sum_is_refused(server: Server, tmp_path: Path) -> None:
    server.content = zipped(FILES)
    with pytest.raises(CompanionError, match="SHA-256"):
        fetch_model(address(server), "0" * 64, tmp_path / "tiny")
    assert list(tmp_path.iterdir()) == []


def test_a_damaged_archive_is_refused(server: Server, tmp_path: Path) -> None:
    whole = zipped(FILES)
    for content in (whole.replace(b"mmmm", b"mmXm", 1), whole[:30_000], b"<html>not found</html>"):
        server.content = content
        with pytest.raises(CompanionError, match="damaged|no ZIP"):
            fetch_model(address(server), None, tmp_path / "tiny")
        assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["../evil", "/tmp/evil", "tiny/../../evil", "..\\evil"])
def test_nothing_is_written_outside(server: Server, tmp_path: Path, name: str) -> None:
    server.content = zipped({**FILES, name: b"evil"})
    with pytest.raises(CompanionError, match="outside its folder"):
        fetch_model(address(server), None, tmp_path / "models/tiny")
    assert list((tmp_path / "models").iterdir()) == [] and not (tmp_path / "evil").exists()


def test_an_archive_without_a_model_is_refused(server: Server, tmp_path: Path) -> None:
    server.content = zipped({"readme": b"hello"})
    with pytest.raises(CompanionError, match="no Vosk model"):
        fetch_model(address(server), None, tmp_path / "tiny")


def test_a_fetched_model_is_listed(server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    server.content = zipped(FILES)
    model = fetch(address(server), "en")
    assert str(model) in [row["path"] for row in listed(Hearing())]


def test_bad_addresses(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    with pytest.raises(BadInput, match="no web address"):
        fetch("file:///etc/passwd", "en")
    with pytest.raises(CompanionError, match="cannot be fetched"):
        fetch("http://127.0.0.1:1/x.zip", "en")
