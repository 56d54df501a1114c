"""What a well-formed exercise file may still get wrong.

It looks at the data as it is written, and not at the parsed model, so that these mistakes
are told together with those of the schema.
"""

from collections.abc import Iterator
from typing import Any

from companion.library.schema import unallowed

Keys = tuple[str | int, ...]
SAID = ("say", "say_again", "cue")


def exercise_mistakes(data: Any) -> Iterator[tuple[Keys, str]]:
    """Each mistake, with the keys that lead to it."""
    if isinstance(data, dict):
        yield from _sides(data)
        yield from _risks(data)


def _sides(data: dict[str, Any]) -> Iterator[tuple[Keys, str]]:
    naming = [keys for keys, text in _texts(data) if "{side}" in text]
    sided = data.get("sides", "none") != "none"
    if sided and not naming:
        yield ("sides",), "it has sides, but no phase says {side}"
    if not sided:
        for keys in naming:
            yield keys, "{side} is said, but sides is none: set sides to one-first or alternate"


def _texts(data: dict[str, Any]) -> Iterator[tuple[Keys, str]]:
    for number, phase in enumerate(_list(data.get("phases"))):
        yield from _strings(phase, ("phases", number))
        for place, cue in enumerate(_list(phase.get("cues")) if isinstance(phase, dict) else []):
            yield from _strings(cue, ("phases", number, "cues", place))


def _strings(thing: Any, keys: Keys) -> Iterator[tuple[Keys, str]]:
    if isinstance(thing, dict):
        yield from (((*keys, name), thing[name]) for name in SAID if isinstance(thing.get(name), str))


def _risks(data: dict[str, Any]) -> Iterator[tuple[Keys, str]]:
    movements = [str(movement) for movement in _list(data.get("movements"))]
    written = data.get("override")
    refused = unallowed([str(data.get("id")), *movements], written if isinstance(written, dict) else ())
    for movement, name in refused.items():
        keys: Keys = ("movements", movements.index(movement)) if movement in movements else ("id",)
        yield (
            keys,
            f"{movement!r} is too risky: leave it out, or name who allowed it under override: {name}",
        )


def _list(thing: Any) -> list[Any]:
    return thing if isinstance(thing, list) else []
