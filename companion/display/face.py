"""What one glance answers, from a snapshot: what now, which side, how long, what next."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

Snapshot = dict[str, Any]


@dataclass(frozen=True)
class Face:
    """The words around the digits, and what the digits count."""

    title: str = ""
    cue: str = ""
    side: str = ""
    next: str = ""
    digits: str = ""
    """Fixed digits; empty when `left_ms` is counted down."""
    left_ms: int = 0
    total_ms: int = 0
    running: bool = False


def face(snapshot: Snapshot, at: datetime) -> Face:
    """The face of the snapshot; `at` is the wall clock for the idle screen."""
    return FACES.get(snapshot["screen"], _idle)(snapshot, at)


def _idle(snapshot: Snapshot, at: datetime) -> Face:
    due = snapshot["next_due"]
    following = f"Next: {due['name']}, in {max(1, round(due['left_ms'] / 60_000))} min" if due else ""
    hint = following or 'Say: "companion, start bed routine"'
    return Face(title=snapshot["room"], digits=f"{at:%H:%M}", next=hint)


def _question(snapshot: Snapshot, at: datetime) -> Face:
    return Face(title="A question", cue=snapshot["question"]["text"], digits="")


def _session(snapshot: Snapshot, at: datetime) -> Face:
    now = snapshot["session"]
    side = f"{now['side'].upper()} " if now["side"] else ""
    count = f"{now['repetition']} of {now['repetitions']}" if now["repetitions"] > 1 else ""
    following = now["next"]
    return Face(
        title=f"{now['step_name']}   {now['index'] + 1}/{now['steps']}",
        cue=PHASES.get(now["phase"], "") + now["cue"],
        side=f"{side} {count}".strip(),
        next=f"Next: {following['cue'] or following['name']}" if following else "Last one",
        left_ms=now["left_ms"],
        total_ms=now["total_ms"],
        running=now["running"],
    )


PHASES = {"paused": "PAUSED  ", "announcing": "", "timing": "", "waiting": ""}


def _change(snapshot: Snapshot, at: datetime) -> Face:
    now = _session(snapshot, at)
    return Face(title=now.title, cue=now.cue, side='Say "ready"', next=now.next)


def _warm_up(snapshot: Snapshot, at: datetime) -> Face:
    now = _session(snapshot, at)
    return Face(now.title, "Warming. Rest.", "", now.next, "", now.left_ms, now.total_ms, now.running)


def _finished(snapshot: Snapshot, at: datetime) -> Face:
    done = snapshot["finished"]
    minutes, seconds = divmod(done["seconds"], 60)
    return Face(
        title=done["name"],
        cue="Done. You showed up.",
        next=f"{minutes} min {seconds} s, {done['steps']} steps",
    )


def _alarm(snapshot: Snapshot, at: datetime) -> Face:
    return Face(title="!! ATTENTION !!", cue=snapshot["card"] or "")


def _help(snapshot: Snapshot, at: datetime) -> Face:
    return Face(title="You can say, press or touch")


FACES = {
    "idle": _idle,
    "question": _question,
    "exercise": _session,
    "breathing": _session,
    "warm_up": _warm_up,
    "change": _change,
    "finished": _finished,
    "alarm": _alarm,
    "help": _help,
}


def clock(milliseconds: int) -> str:
    """Time left as people read it: 5:03, or 42 under a minute."""
    seconds = -(-max(0, milliseconds) // 1000)
    return f"{seconds // 60}:{seconds % 60:02d}" if seconds >= 60 else str(seconds)


def badges(snapshot: Snapshot, passed_ms: int = 0) -> str:
    """The pad, and what is wrong, in one quiet line, so long after the snapshot came."""
    pad = snapshot["heat"]
    said = {
        "requested": "pad: asked to warm",
        "on": f"pad: ON, {clock(pad['left_ms'] - passed_ms)} left",
        "turning_off": "pad: going off",
        "failed": "pad: NOT OFF? unplug it",
    }
    state = said.get(pad["phase"], "pad: off" if pad["configured"] else "no pad")
    parts = [state, *snapshot["problems"].values()]
    parts += ["flare"] if snapshot["flare"] else []
    parts += ["muted"] if snapshot["muted"] else []
    return "  |  ".join(parts)


def heard(snapshot: Snapshot) -> str:
    """What was last heard and what was done about it."""
    last = snapshot["heard"]
    if last is None:
        return snapshot["saying"] or ""
    verdict = last["outcome"].replace("_", " ") if last["accepted"] else f"not done: {last['outcome']}"
    return f"heard: {last['text']!r}  ->  {verdict}"
