"""The pad's rules: a warm-up has a yes, an end, a limit and a rest after it (S1, S2, S4).

OFF -> REQUESTED -> ON -> TURNING_OFF -> OFF, and FAILED where the pad does not obey. Every
command is looked at again (`check_at`) until the pad has confirmed it, or an alarm is raised.
"""

from companion.session.effects import Chime, PadOff, PadOn
from companion.session.state import HeatPhase, State
from companion.session.turn import Turn

CONFIRM = 3_000
"""How long the pad may take to confirm."""
TRIES = 4
"""OFF commands without an answer before the alarm."""
RETRY_FAILED = 10_000
ABSOLUTE_LIMIT = 20 * 60_000
SHORTEST = 60_000
WARMING = (HeatPhase.REQUESTED, HeatPhase.ON)


def limit(state: State) -> int:
    """The longest single warm-up, whatever the settings say."""
    return min(state.settings.heat_limit, ABSOLUTE_LIMIT)


def allowance(state: State, now: int) -> int:
    """How long the pad may be on from now; 0 while it must rest."""
    heat = state.heat
    if now < heat.rest_until:
        return 0
    rested = heat.ended is None or now - heat.ended >= state.settings.heat_rest
    left = limit(state) - (0 if rested else heat.used)
    return left if left >= SHORTEST else 0


def refusal(state: State, now: int) -> str | None:
    """The line that says why there can be no heat now, or None."""
    if not state.settings.pad_configured:
        return "heat_no_pad"
    if state.heat.phase is HeatPhase.FAILED:
        return "heat_broken"
    if state.heat.phase in WARMING:
        return "heat_already_on"
    if not state.heat.reachable or state.heat.phase is HeatPhase.TURNING_OFF:
        return "heat_unreachable"
    return None if allowance(state, now) else "heat_resting"


def start(turn: Turn, milliseconds: int) -> int:
    """Switch the pad on; the caller has the person's fresh yes. Returns the time granted."""
    granted = min(milliseconds, allowance(turn.state, turn.now))
    seconds = granted // 1000
    heat = turn.state.heat
    rested = heat.ended is None or turn.now - heat.ended >= turn.state.settings.heat_rest
    turn.change_heat(
        phase=HeatPhase.REQUESTED,
        began=turn.now,
        until=turn.now + seconds * 1000,
        check_at=turn.now + CONFIRM,
        tries=0,
        known_on=True,
        used=0 if rested else heat.used,
    )
    turn.do(PadOn(seconds))
    turn.publish("heat_requested", seconds=seconds)
    return seconds * 1000


def off(turn: Turn, reason: str) -> None:
    """Command OFF now, whatever is believed of the pad, and follow it until confirmed."""
    if not turn.state.settings.pad_configured:
        return
    turn.do(PadOff())
    _account(turn, reason)
    if turn.state.heat.phase in (HeatPhase.TURNING_OFF, HeatPhase.FAILED):
        return
    turn.change_heat(phase=HeatPhase.TURNING_OFF, check_at=turn.now + CONFIRM, tries=1)


def _account(turn: Turn, reason: str) -> None:
    heat = turn.state.heat
    if heat.phase not in WARMING:
        return
    full = reason == "time"
    spent = heat.used + turn.now - heat.began
    resting = full or limit(turn.state) - spent < SHORTEST
    rest_until = turn.now + turn.state.settings.heat_rest if resting else heat.rest_until
    turn.change_heat(used=0 if resting else spent, ended=turn.now, rest_until=rest_until)


def reported(turn: Turn, on: bool) -> None:
    """The pad told its state."""
    _reported_on(turn) if on else _reported_off(turn)


def _reported_on(turn: Turn) -> None:
    phase = turn.state.heat.phase
    turn.change_heat(known_on=True)
    if phase is HeatPhase.REQUESTED:
        left = max(0, turn.state.heat.until - turn.now) // 1000
        turn.change_heat(phase=HeatPhase.ON, check_at=None)
        turn.publish("heat_on", seconds=left)
    elif phase is HeatPhase.OFF:
        off(turn, "unasked")
        turn.publish("heat_failed", reason="on when it should be off")
        turn.do(Chime("alarm"))
        turn.say(turn.line("heat_unasked"))


def _reported_off(turn: Turn) -> None:
    heat = turn.state.heat
    if heat.phase in (HeatPhase.OFF, HeatPhase.REQUESTED):
        return
    if heat.phase is HeatPhase.ON:
        _account(turn, "time" if turn.now >= heat.until - 2_000 else "pad")
    if heat.phase is HeatPhase.FAILED:
        turn.change(card=None)
    if heat.known_on:
        turn.publish("heat_off", reason="confirmed")
    turn.change_heat(phase=HeatPhase.OFF, check_at=None, known_on=False, tries=0)


def reachable(turn: Turn, there: bool) -> None:
    """The way to the pad came up or went down."""
    turn.change_heat(reachable=there)
    if there:
        if turn.state.heat.phase not in WARMING:
            turn.do(PadOff())
    elif turn.state.heat.phase in WARMING:
        off(turn, "lost")
        turn.publish("heat_failed", reason="connection lost")
        turn.say(turn.line("heat_lost"))


def started(turn: Turn) -> None:
    """The service came up: nothing that was before is known, so OFF."""
    off(turn, "start-up")


def due(turn: Turn) -> None:
    """A deadline of the pad's has come, at `turn.now`."""
    heat = turn.state.heat
    if heat.phase in WARMING and turn.now >= heat.until:
        off(turn, "time")
    elif heat.phase is HeatPhase.REQUESTED:
        off(turn, "no answer")
        turn.publish("heat_failed", reason="no answer")
        turn.say(turn.line("heat_no_answer"))
    elif heat.phase in (HeatPhase.TURNING_OFF, HeatPhase.FAILED):
        _insist(turn)


def _insist(turn: Turn) -> None:
    heat = turn.state.heat
    turn.do(PadOff())
    if heat.phase is HeatPhase.FAILED:
        turn.change_heat(check_at=turn.now + RETRY_FAILED)
    elif heat.tries < TRIES:
        turn.change_heat(tries=heat.tries + 1, check_at=turn.now + CONFIRM)
    elif heat.known_on:
        _alarm(turn)
    else:
        turn.change_heat(phase=HeatPhase.OFF, check_at=None, tries=0)


def _alarm(turn: Turn) -> None:
    turn.change_heat(phase=HeatPhase.FAILED, check_at=turn.now + RETRY_FAILED)
    turn.publish("heat_failed", reason="does not confirm that it is off")
    turn.do(Chime("alarm"))
    text = turn.line("heat_alarm")
    turn.change(card=text)
    turn.say(text)


def wake_at(state: State) -> int | None:
    """The next deadline of the pad's."""
    heat = state.heat
    times = [heat.check_at] if heat.check_at is not None else []
    if heat.phase in WARMING:
        times.append(heat.until)
    return min(times, default=None)
