"""What may be said aloud: the companion must not command itself, and a cue must fit the display."""

import re
from typing import Annotated

from pydantic import AfterValidator, Field

COMMANDS = frozenset(
    {"pause", "resume", "continue", "next", "skip", "back", "repeat", "stop"}
    | {"slower", "faster", "easier", "harder", "ready", "yes", "no", "done"}
)
"""Alone, each of these is a spoken command in a session; the microphone hears the speaker."""
SENTENCE_END = re.compile(r"[.;:!?]")
SLOT = re.compile(r"\{([^}]*)\}|[{}]")


def bare_command(text: str) -> str | None:
    """The first sentence of the text that is nothing but a live command."""
    sentences = [sentence.strip() for sentence in SENTENCE_END.split(text)]
    return next((one for one in sentences if one.lower() in COMMANDS), None)


def _said(text: str) -> str:
    if word := bare_command(text):
        raise ValueError(f"{word!r} alone is a spoken command: word it differently")
    for slot in SLOT.finditer(text):
        if slot.group() != "{side}":
            raise ValueError(f"{slot.group()!r} is not filled in: only {{side}} is")
    return text


Spoken = Annotated[str, AfterValidator(_said)]
"""A line to be spoken."""
Shown = Annotated[Spoken, Field(min_length=1, max_length=24)]
"""Two or three words that stand large on the display."""
