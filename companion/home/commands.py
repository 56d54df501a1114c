"""What arrives on the `command` topic: understood, or refused with the reason."""

import json

from companion.session.intents import Intent, intent

LONGEST = 1_000


def read_command(payload: bytes, retained: bool) -> str | Intent:
    """Text as if spoken, or an intent; raises ValueError with the reason for a refusal."""
    if retained:
        raise ValueError("a retained command is ignored")
    if len(payload) > LONGEST:
        raise ValueError("the command is too long")
    try:
        text = payload.decode("utf-8").strip()
    except UnicodeDecodeError:
        raise ValueError("the command is not UTF-8 text") from None
    if not text or not text.isprintable():
        raise ValueError("the command is empty or not plain text")
    return _from_json(text) if text.startswith("{") else text


def _from_json(text: str) -> Intent:
    try:
        given = json.loads(text)
    except (ValueError, RecursionError):
        raise ValueError("the command is not JSON") from None
    name = given.pop("intent", None)
    if not isinstance(name, str):
        raise ValueError("the command names no intent")
    given.pop("at", None)
    return intent(name, **given)
