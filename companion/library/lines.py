"""The lines that are spoken and shown, by key, of one language."""

from collections.abc import Iterable, Mapping
from pathlib import Path

import yaml

from companion.errors import BadInput


def load_lines(folders: Iterable[Path], language: str) -> Mapping[str, str]:
    """`lines.yaml` of the language; later folders override earlier ones key by key."""
    lines: dict[str, str] = {}
    for folder in folders:
        path = folder / language / "lines.yaml"
        if path.is_file():
            lines.update(yaml.safe_load(path.read_text(encoding="utf-8")) or {})
    if not lines:
        raise BadInput(f"There are no lines for the language {language!r}: add voices/{language}/lines.yaml.")
    return lines
