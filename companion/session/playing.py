"""Commands for what is being played."""

from collections.abc import Callable
from typing import Any

from companion.session import heat, pacer
from companion.session.intents import Extend, Intent, Start
from companion.session.routine import Exercise, PhaseKind, Routine
from companion.session.state import MINUTE, HeatPhase, Running
from companion.session.turn import Turn


def start(turn: Turn, intent: Start) -> None:
    """Begin a routine or an exercise; one that runs is ended first."""
    routine = routine_of(turn, intent)
    if routine is None:
        turn.refuse("unknown_routine")
        return
    if turn.state.heat.phase is HeatPhase.FAILED:
        turn.refuse("heat_broken")
        return
    turn.cut()
    if turn.state.session:
        pacer.stop(turn, "another one was started")
    turn.change(question=None)
    if pacer.begin(turn, routine):
        turn.reply(turn.line("starting", name=routine.name))


def stop(turn: Turn, _: Intent) -> None:
    """Everything ends: speech, heat, session, question (S5)."""
    turn.cut()
    heat.off(turn, "stop")
    was_running = turn.state.session is not None
    if was_running:
        pacer.stop(turn, "stop")
    turn.change(question=None, card=None)
    turn.answer("stopped" if was_running else "stopped_idle")


def _alone(exercise: Exercise) -> Routine:
    return Routine(exercise.id, exercise.name, exercise.source, (exercise.id,))


def routine_of(turn: Turn, intent: Start) -> Routine | None:
    """What is to be started; an exercise alone is a routine of one. None if there is no such thing."""
    library, wanted = turn.state.library, intent.routine or intent.exercise or ""
    exercise = library.exercises.get(wanted)
    return library.routines.get(wanted) or (_alone(exercise) if exercise else None)


def pause(turn: Turn, _: Intent) -> None:
    """Freeze the session."""
    turn.cut()
    if turn.session.running is Running.PAUSED:
        turn.answer("already_paused")
        return
    turn.change(question=None)
    pacer.pause(turn)
    turn.answer("paused")


def resume(turn: Turn, _: Intent) -> None:
    """Go on where it was paused."""
    if turn.session.running is Running.PAUSED:
        turn.cut()
        turn.reply(turn.line("resumed"))
        if turn.session.left:
            turn.say(turn.line("resumed"))
        pacer.resume(turn)
    elif turn.session.running is Running.WAITING and not turn.state.question:
        ready(turn, _)
    else:
        turn.reply(turn.line("going_on"))


def ready(turn: Turn, _: Intent) -> None:
    """The person is in position, or wants to go on."""
    if turn.session.running is Running.PAUSED:
        resume(turn, _)
        return
    if turn.session.step.kind is PhaseKind.CHANGE:
        turn.change_session(done=turn.session.done + 1)
        pacer.skip(turn)
    turn.reply(turn.line("going_on"))


def go_next(turn: Turn, _: Intent) -> None:
    """Leave this step."""
    turn.reply(turn.line("next"))
    pacer.skip(turn)


def back(turn: Turn, _: Intent) -> None:
    """Return to the step before; the warm-up is not repeated."""
    steps = turn.session.steps
    index = max(0, turn.session.index - 1)
    if steps[index].kind is PhaseKind.WARM and turn.session.index > 0:
        index = turn.session.index
    turn.reply(turn.line("back"))
    pacer.jump(turn, index)


def repeat(turn: Turn, _: Intent) -> None:
    """Say it again; in a session the step starts again with its words."""
    session = turn.state.session
    if session and session.step.kind is not PhaseKind.WARM:
        turn.reply(session.step.say)
        pacer.jump(turn, session.index)
    elif turn.state.last_said:
        turn.cut()
        turn.reply(turn.state.last_said)
        turn.say(turn.state.last_said)
    else:
        turn.answer("nothing_said")


def restart(turn: Turn, _: Intent) -> None:
    """Start over, after the warm-up."""
    first = next(i for i, step in enumerate(turn.session.steps) if step.kind is not PhaseKind.WARM)
    turn.reply(turn.line("restarting"))
    pacer.jump(turn, first)


def tempo(change: float, key: str) -> Callable[[Turn, Any], None]:
    def set_tempo(turn: Turn, _: Intent) -> None:
        pace = min(1.5, max(0.5, turn.session.tempo * change))
        turn.change_session(tempo=pace, marked=_given(turn, pace))
        turn.answer(key)

    return set_tempo


def _given(turn: Turn, pace: float) -> int:
    """How many marks lie behind at the new tempo, so that none is given in a burst."""
    session = turn.session
    left = session.left if session.running is Running.PAUSED else session.until - turn.now
    elapsed = session.total - left
    return sum(at < elapsed for at, _ in pacer.marks(session.step, pace))


def easier(turn: Turn, _: Intent) -> None:
    """Half of what is left of this step, and smaller."""
    session = turn.session
    if session.running is Running.TIMING and session.step.kind is not PhaseKind.WARM:
        left = (session.until - turn.now) // 2
        turn.change_session(until=turn.now + left, total=session.total - left)
    turn.answer("easier")


def harder(turn: Turn, _: Intent) -> None:
    """A little more range, only while it is comfortable."""
    turn.answer("harder")


def other_side(turn: Turn, _: Intent) -> None:
    """The same exercise, from its first step on the other side."""
    session = turn.session
    here = session.step
    if here.side is None:
        turn.refuse("no_sides")
        return
    index = next(
        i
        for i, step in enumerate(session.steps)
        if step.exercise == here.exercise and step.side not in (None, here.side)
    )
    turn.reply(turn.line("other_side"))
    pacer.jump(turn, index)


def extend(turn: Turn, intent: Extend) -> None:
    """More time for this step."""
    if pacer.extend(turn, intent.seconds * 1000):
        turn.answer("extended", seconds=intent.seconds)
    else:
        turn.refuse("not_extended")


def remaining(turn: Turn, _: Intent) -> None:
    """How long is left of the step and of the session."""
    session = turn.session
    left = session.left or max(0, session.until - turn.now)
    seconds = left // 1000 if session.running in (Running.TIMING, Running.PAUSED) else 0
    minutes = round(time_left(turn) / MINUTE)
    if minutes >= 1:
        turn.answer("remaining", seconds=seconds, minutes=minutes)
    else:
        turn.answer("remaining_seconds", seconds=seconds)


def time_left(turn: Turn) -> int:
    """Milliseconds of timed steps that are left."""
    session = turn.session
    later = sum(step.milliseconds for step in session.steps[session.index + 1 :])
    here = session.left or max(0, session.until - turn.now)
    return later + (here if session.running is Running.TIMING else session.left)


def explain(turn: Turn, _: Intent) -> None:
    """What the exercise is for."""
    found = turn.state.library.exercises.get(turn.session.step.exercise)
    if found is None:
        turn.answer("warming_why")
    else:
        turn.reply(found.why)
        turn.say(found.why)


def whats_next(turn: Turn, _: Intent) -> None:
    """The next step of the session, or the next thing due."""
    session = turn.state.session
    if session and session.index + 1 < len(session.steps):
        turn.answer("next_step", name=session.steps[session.index + 1].cue)
    elif session:
        turn.answer("last_step")
    elif turn.state.timers:
        timer = min(turn.state.timers, key=lambda timer: timer.due)
        turn.answer("next_due", name=timer.name, minutes=max(1, round((timer.due - turn.now) / MINUTE)))
    else:
        turn.answer("nothing_due")
