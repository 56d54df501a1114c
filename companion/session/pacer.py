"""A routine in motion: a step is announced, then timed, then the next one comes.

The time of a step starts when its announcement has been spoken, never before.
"""

from dataclasses import replace

from companion.session import heat
from companion.session.effects import Chime, Effect
from companion.session.intents import Start
from companion.session.routine import PhaseKind, Routine, Step, steps
from companion.session.state import MINUTE, Finished, Question, Running, Session, State
from companion.session.turn import Turn

FLARE_DOSE = 0.5
SHOWN_AFTER = 2 * MINUTE
"""How long the closing screen stays."""
LONGEST_WAIT = 10 * MINUTE
LONGEST_HOLD = 2 * MINUTE
ASK_FOR = 30_000
HEAT_ASKED = 2
"""How often heat is asked for; with `ASK_FOR` a yes is never older than a minute (S4)."""


def begin(turn: Turn, routine: Routine) -> bool:
    """Start a routine; False, and said why, if nothing of it may be done now."""
    allowed = tuple(name for name in routine.exercises if _allowed(turn, name))
    if not allowed:
        turn.refuse("nothing_allowed")
        return False
    dose = turn.state.settings.dose * (FLARE_DOSE if turn.state.flare else 1)
    plan = steps(replace(routine, exercises=allowed), turn.state.library, dose)
    turn.change(session=Session(routine, plan, began=turn.now), finished=None, card=None)
    turn.publish("session_started", routine=routine.id, steps=len(plan))
    turn.do(Chime("start"))
    if routine.opening:
        turn.say(routine.opening)
    announce(turn)
    return True


def _allowed(turn: Turn, name: str) -> bool:
    exercise = turn.state.library.exercises[name]
    rests = turn.state.resting.get(name, 0) > turn.now
    return not rests and (exercise.gentle or not turn.state.flare)


def announce(turn: Turn) -> None:
    """Say what the current step is; its time starts afterwards."""
    step = turn.session.step
    if step.kind is PhaseKind.WARM:
        _ask_for_heat(turn)
        return
    number = turn.say(step.say)
    turn.change_session(
        running=Running.ANNOUNCING,
        utterance=number,
        until=turn.state.speaking_until,
        left=0,
        marked=0,
    )
    turn.publish(
        "step_started",
        exercise=step.exercise,
        phase=step.kind.value,
        side=step.side,
        repetition=step.repetition,
        seconds=step.milliseconds // 1000,
    )


def _ask_for_heat(turn: Turn) -> None:
    problem = heat.refusal(turn.state, turn.now)
    if problem == "heat_already_on":
        warm(turn, turn.state.heat.until - turn.now)
        return
    if problem:
        _explain_no_heat(turn, problem)
        move_on(turn)
        return
    text = turn.line("ask_warm_up", minutes=turn.session.step.milliseconds // MINUTE)
    turn.say(text)
    turn.change(question=Question("warm_up", text, turn.now + ASK_FOR))
    turn.change_session(running=Running.WAITING, until=turn.now + LONGEST_WAIT)


def _explain_no_heat(turn: Turn, problem: str) -> None:
    if problem == "heat_no_pad" and turn.state.warned_no_heat:
        return
    turn.change(warned_no_heat=turn.state.warned_no_heat or problem == "heat_no_pad")
    turn.say(turn.line(problem))


def warm(turn: Turn, milliseconds: int) -> None:
    """The pad warms: time the step with it."""
    turn.change_session(running=Running.TIMING, until=turn.now + milliseconds, total=milliseconds, marked=0)
    turn.say(turn.line("warming", minutes=max(1, round(milliseconds / MINUTE))))


def spoken(turn: Turn, number: int) -> None:
    """An utterance ended; if it was the announcement, the step's time starts."""
    session = turn.state.session
    if session and session.running is Running.ANNOUNCING and number >= session.utterance:
        _time(turn)


def _time(turn: Turn) -> None:
    step = turn.session.step
    if step.kind in (PhaseKind.CHANGE, PhaseKind.OPEN):
        patience = step.milliseconds or LONGEST_WAIT
        turn.change_session(running=Running.WAITING, until=turn.now + patience, total=patience)
        return
    turn.change_session(running=Running.TIMING, until=turn.now + step.milliseconds, total=step.milliseconds)


def marks(step: Step, tempo: float = 1.0) -> tuple[tuple[int, Effect | str], ...]:
    """What is given inside a step: (milliseconds from its start, words or a tone)."""
    cues: list[tuple[int, Effect | str]] = [(round(cue.at / tempo), cue.say) for cue in step.cues]
    return tuple(sorted(cues + _tones(step, tempo), key=lambda mark: mark[0]))


def _tones(step: Step, tempo: float) -> list[tuple[int, Effect | str]]:
    if not step.inhale:
        return []
    inhale = round(step.inhale / tempo)
    breath = inhale + round(step.exhale / tempo)
    starts = range(0, step.milliseconds, breath)
    tones: list[tuple[int, Effect | str]] = [(at, Chime("inhale")) for at in starts]
    return tones + [(at + inhale, Chime("exhale")) for at in starts if at + inhale < step.milliseconds]


def next_mark(session: Session) -> int | None:
    """When the next words or tone inside the step are due."""
    if session.running is not Running.TIMING:
        return None
    given = marks(session.step, session.tempo)
    if session.marked >= len(given):
        return None
    return session.until - session.total + given[session.marked][0]


def due(turn: Turn) -> None:
    """A deadline of the session's has come, at `turn.now`."""
    session = turn.session
    if session.running is not Running.PAUSED and turn.now >= session.until:
        if session.running is Running.ANNOUNCING:
            _time(turn)
        else:
            _complete(turn)
        return
    mark = next_mark(session)
    if mark is not None and turn.now >= mark:
        _give(turn, marks(session.step, session.tempo)[session.marked][1])


def _give(turn: Turn, mark: Effect | str) -> None:
    turn.change_session(marked=turn.session.marked + 1)
    if not isinstance(mark, str):
        turn.do(mark)
    elif not turn.state.speaking:
        turn.say(mark)


def _complete(turn: Turn) -> None:
    session = turn.session
    timed = session.running is Running.TIMING
    turn.change_session(done=session.done + (1 if timed or session.step.kind is PhaseKind.CHANGE else 0))
    if timed:
        turn.do(Chime("end"))
    move_on(turn)


def move_on(turn: Turn) -> None:
    """Go to the next step, or finish after the last."""
    _leave_warm_up(turn)
    if turn.session.index + 1 < len(turn.session.steps):
        turn.change_session(index=turn.session.index + 1)
        announce(turn)
    else:
        _finish(turn)


def _leave_warm_up(turn: Turn) -> None:
    if turn.session.step.kind is not PhaseKind.WARM:
        return
    if turn.state.question and turn.state.question.kind == "warm_up":
        turn.change(question=None)
    if turn.state.heat.phase in heat.WARMING:
        heat.off(turn, "time" if turn.now >= turn.state.heat.until else "warm-up ended")


def jump(turn: Turn, index: int) -> None:
    """Leave this step for another one of the session."""
    turn.cut()
    _leave_warm_up(turn)
    turn.change_session(index=index)
    announce(turn)


def skip(turn: Turn) -> None:
    """Leave this step for the next one."""
    turn.cut()
    move_on(turn)


def _finish(turn: Turn) -> None:
    session = turn.session
    seconds = (turn.now - session.began) // 1000
    turn.change(
        session=None,
        finished=Finished(session.routine.name, seconds, session.done, turn.now + SHOWN_AFTER),
    )
    turn.publish("session_finished", routine=session.routine.id, seconds=seconds, steps=session.done)
    turn.say(session.routine.closing or turn.line("finished"))
    offered = turn.state.library.routines.get(session.routine.offer or "")
    if offered:
        offer(turn, offered)


def offer(turn: Turn, routine: Routine) -> None:
    """Ask whether another routine should follow."""
    text = turn.line("offer", name=routine.name)
    turn.say(text)
    turn.change(question=Question("start", text, turn.now + ASK_FOR, Start(routine=routine.id)))


def stop(turn: Turn, reason: str) -> None:
    """End the session at once. The caller has cut the speech and switched the pad off."""
    session = turn.session
    turn.change(session=None, question=None)
    turn.publish("session_stopped", routine=session.routine.id, reason=reason, steps=session.done)


def pause(turn: Turn, reason: str = "asked") -> None:
    """Freeze the step where it is."""
    session = turn.session
    left = max(1, session.until - turn.now) if session.running is Running.TIMING else 0
    turn.change_session(running=Running.PAUSED, left=left)
    turn.publish("session_paused", reason=reason)


def resume(turn: Turn) -> None:
    """Go on exactly where the step was frozen; an announcement is spoken anew."""
    session = turn.session
    turn.publish("session_resumed")
    if not session.left:
        announce(turn)
        return
    turn.change_session(running=Running.TIMING, until=turn.now + session.left, left=0)


def extend(turn: Turn, milliseconds: int) -> bool:
    """More time for this step, within what is sensible; False if there is no time to add to."""
    session = turn.session
    longest = LONGEST_HOLD if session.step.kind is PhaseKind.HOLD else LONGEST_WAIT
    added = min(milliseconds, longest - session.total)
    running = session.running is Running.TIMING or session.left > 0
    if session.step.kind is PhaseKind.WARM or not running or added <= 0:
        return False
    if session.running is Running.PAUSED:
        turn.change_session(left=session.left + added, total=session.total + added)
    else:
        turn.change_session(until=session.until + added, total=session.total + added)
    return True


def follow_heat(turn: Turn) -> None:
    """A warm-up whose pad went off early is over."""
    session = turn.state.session
    if (
        session
        and session.step.kind is PhaseKind.WARM
        and session.running is Running.TIMING
        and turn.state.heat.phase not in heat.WARMING
    ):
        move_on(turn)


def wake_at(state: State) -> int | None:
    """The next deadline of the session's."""
    session = state.session
    if session is None or session.running is Running.PAUSED:
        return None
    mark = next_mark(session)
    return session.until if mark is None else min(mark, session.until)
