"""Commands for the heating pad."""

from companion.session import heat
from companion.session.intents import HeatOn, Intent
from companion.session.state import MINUTE, HeatPhase
from companion.session.turn import Turn


def heat_on(turn: Turn, intent: HeatOn) -> None:
    """Warm now: saying it at the bedside is the yes (S1)."""
    wanted = intent.minutes * MINUTE if intent.minutes else turn.state.settings.heat_default
    problem = heat.refusal(turn.state, turn.now)
    if problem:
        turn.refuse(problem)
        return
    if wanted < heat.SHORTEST:
        turn.refuse("heat_too_short")
        return
    granted = heat.start(turn, wanted)
    key = "heat_on" if granted == wanted else "heat_on_shorter"
    turn.answer(key, minutes=max(1, granted // MINUTE))


def heat_off(turn: Turn, _: Intent) -> None:
    """Heat off, at once, and said afterwards."""
    turn.cut()
    heat.off(turn, "asked")
    turn.answer("heat_off" if turn.state.settings.pad_configured else "heat_no_pad")


def heat_status(turn: Turn, _: Intent) -> None:
    """Whether the pad is on, and how long."""
    pad = turn.state.heat
    minutes = max(1, round((pad.until - turn.now) / MINUTE))
    if pad.phase in heat.WARMING:
        turn.answer("heat_is_on", minutes=minutes)
    elif pad.phase is HeatPhase.OFF:
        turn.answer("heat_is_off" if turn.state.settings.pad_configured else "heat_no_pad")
    else:
        turn.answer("heat_is_unclear")
