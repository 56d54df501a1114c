"""What `companion simulate` plays: the configured core in virtual time."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from companion import config, library
from companion.documents import nearest
from companion.errors import BadInput
from companion.hearing.understanding import Language
from companion.library.lines import load_lines
from companion.service import settings
from companion.session.intents import Intent
from companion.session.routine import Library
from companion.session.state import State
from companion.simulation import Simulation

PADS = ("ok", "silent", "stuck-on")


def rehearse(
    chosen: config.Config, routine: str, *, flare: bool, dose: float | None, at: list[str], pad: str
) -> Iterable[dict[str, Any]]:
    """Every event and effect with its time; BadInput for an unknown routine, pad or command."""
    found = library.load(config.data("exercises"))
    if routine not in found.routines and routine not in found.exercises:
        raise BadInput(
            f"There is no routine {routine!r}{nearest(routine, [*found.routines, *found.exercises])}"
        )
    if pad not in PADS:
        raise BadInput(f"--pad {pad!r} is not known: write ok, silent or stuck-on.")
    set_up = replace(settings(chosen), pad_configured=True, dose=dose or chosen.session.dose)
    state = State(
        library=found, lines=load_lines(config.data("voices"), chosen.language), settings=set_up, flare=flare
    )
    return Simulation(state, routine, _said(at, chosen.language, found), pad).run()


def _said(at: list[str], language: str, found: Library) -> list[tuple[int, str, Intent]]:
    understood = Language.load(language, found)
    return [_placed(one, understood) for one in at]


def _placed(one: str, language: Language) -> tuple[int, str, Intent]:
    time, _, text = one.partition("=")
    try:
        milliseconds = round(float(time) * 1000)
    except ValueError:
        raise BadInput(f"--at {one!r} has no time: write it like 12.5=pause.") from None
    intent = language.understand(text).intent
    if intent is None:
        raise BadInput(f"--at {one!r}: {text!r} is not a command: see `companion send 'what can I say'`.")
    return milliseconds, text, intent
