"""The state as displays and the home see it: plain JSON, time as what is left of it."""

from typing import Any

from companion.session import heat
from companion.session.commands import IN_SESSION
from companion.session.intents import NAMES
from companion.session.routine import PhaseKind, Step
from companion.session.state import HeatPhase, Running, Session, State

VERSION = 1
SCREENS = {PhaseKind.WARM: "warm_up", PhaseKind.CHANGE: "change", PhaseKind.BREATHE: "breathing"}
ANYTIME = ("stop", "help_call", "help", "time", "louder", "quieter", "night", "day")
IDLE = (
    "start",
    "low_energy",
    "heat_status",
    "cold_timer",
    "remind",
    "whats_next",
    "pain",
    "stiffness",
    "show",
)


def snapshot(state: State, now: int) -> dict[str, Any]:
    """What is shown, at `now` (ms); the service adds `room` and `at`."""
    return {
        "version": VERSION,
        "screen": _screen(state),
        "listening": state.mode.value,
        "muted": state.muted,
        "night": state.night,
        "volume": state.volume,
        "session": _session(state.session, now) if state.session else None,
        "heat": _heat(state, now),
        "question": _question(state, now),
        "timers": [{"name": timer.name, "left_ms": timer.due - now} for timer in state.timers],
        "next_due": _next_due(state, now),
        "heard": _heard(state),
        "saying": state.saying or None,
        "card": state.card if state.card != "help" else None,
        "problems": dict(state.problems),
        "flare": state.flare,
        "pain": state.pain,
        "stiffness": state.stiffness,
        "commands": _live(state),
        "finished": _finished(state),
    }


def _screen(state: State) -> str:
    if state.card:
        return "help" if state.card == "help" else "alarm"
    if state.question:
        return "question"
    if state.session:
        return SCREENS.get(state.session.step.kind, "exercise")
    return "finished" if state.finished else "idle"


def _session(session: Session, now: int) -> dict[str, Any]:
    step = session.step
    left = _left(session, now)
    total = session.total if session.running is Running.TIMING or session.left else step.milliseconds
    later = sum(step.milliseconds for step in session.steps[session.index + 1 :])
    return {
        "routine": session.routine.id,
        "name": session.routine.name,
        "exercise": step.exercise,
        "step_name": step.name,
        "kind": step.kind.value,
        "cue": step.cue,
        "side": step.side,
        "repetition": step.repetition,
        "repetitions": step.repetitions,
        "phase": session.running.value,
        "left_ms": left,
        "total_ms": total,
        "elapsed_ms": max(0, total - left),
        "running": session.running is Running.TIMING,
        "inhale_ms": round(step.inhale / session.tempo),
        "exhale_ms": round(step.exhale / session.tempo),
        "index": session.index,
        "steps": len(session.steps),
        "next": _next(session.steps[session.index + 1 :]),
        "session_left_ms": left + later,
    }


def _left(session: Session, now: int) -> int:
    if session.running is Running.PAUSED:
        return session.left or session.step.milliseconds
    if session.running is Running.TIMING:
        return max(0, session.until - now)
    return session.step.milliseconds


def _next(later: tuple[Step, ...]) -> dict[str, Any] | None:
    if not later:
        return None
    return {"name": later[0].name, "cue": later[0].cue, "side": later[0].side}


def _heat(state: State, now: int) -> dict[str, Any]:
    pad = state.heat
    on = pad.phase in heat.WARMING
    return {
        "phase": pad.phase.value,
        "left_ms": max(0, pad.until - now) if on else 0,
        "total_ms": pad.until - pad.began if on else 0,
        "rest_ms": max(0, pad.rest_until - now),
        "reachable": pad.reachable,
        "configured": state.settings.pad_configured,
    }


def _question(state: State, now: int) -> dict[str, Any] | None:
    asked = state.question
    if asked is None:
        return None
    answers = ["done", "snooze", "decline"] if asked.kind == "reminder" else ["yes", "no"]
    return {"kind": asked.kind, "text": asked.text, "answers": answers, "left_ms": asked.until - now}


def _next_due(state: State, now: int) -> dict[str, Any] | None:
    if not state.timers:
        return None
    timer = min(state.timers, key=lambda timer: timer.due)
    return {"name": timer.name, "left_ms": timer.due - now}


def _heard(state: State) -> dict[str, Any] | None:
    if state.heard is None:
        return None
    heard = state.heard
    return {"text": heard.text, "accepted": heard.accepted, "outcome": heard.outcome}


def _live(state: State) -> list[str]:
    """The commands that make sense now, for buttons and help."""
    if state.question:
        return [*_question(state, 0)["answers"], *ANYTIME]  # type: ignore[index]
    if state.session:
        paused = state.session.running is Running.PAUSED
        left_out = {"pause"} if paused else {"resume"}
        names = [NAMES[kind] for kind in IN_SESSION]
        return [*(name for name in names if name not in left_out), "hurts", "repeat", "heat_off", *ANYTIME]
    flare = "flare_end" if state.flare else "flare_start"
    heat = "heat_off" if state.heat.phase is not HeatPhase.OFF else "heat_on"
    return [*IDLE, flare, heat, "listen" if state.muted else "mute", *ANYTIME]


def _finished(state: State) -> dict[str, Any] | None:
    if state.finished is None:
        return None
    done = state.finished
    return {"name": done.name, "seconds": done.seconds, "steps": done.steps}
