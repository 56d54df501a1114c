"""Commands about how the body answers."""

from companion.session import heat, pacer, playing
from companion.session.intents import Intent, Pain, RedFlag, Stiffness
from companion.session.routine import PhaseKind
from companion.session.state import MINUTE, Running
from companion.session.turn import Turn

REST_OF_THE_DAY = 18 * 60 * MINUTE


def hurts(turn: Turn, _: Intent) -> None:
    """Sharp pain ends this exercise for the day (S6); what comes next waits for the person."""
    turn.cut()
    heat.off(turn, "that hurts")
    session = turn.state.session
    turn.change(question=None)
    if session is None:
        turn.answer("hurts_idle")
        return
    exercise = session.step.exercise
    turn.publish("exercise_on_hold", exercise=exercise, reason="sharp pain", until="tomorrow")
    turn.change(resting={**turn.state.resting, exercise: turn.now + REST_OF_THE_DAY})
    rest = _after(turn, exercise)
    if rest is None:
        pacer.stop(turn, "that hurts")
        turn.answer("hurts_ended")
        return
    turn.change_session(index=rest, left=0)
    pacer.pause(turn, "that hurts")
    turn.answer("hurts", name=turn.session.step.name)


def _after(turn: Turn, exercise: str) -> int | None:
    later = range(turn.session.index, len(turn.session.steps))
    return next((i for i in later if turn.session.steps[i].exercise != exercise), None)


def passed(turn: Turn, _: Intent) -> None:
    """The pain or the spasm has gone."""
    session = turn.state.session
    if session and session.running is Running.PAUSED:
        playing.resume(turn, _)
    elif session and session.step.kind is PhaseKind.OPEN:
        pacer.skip(turn)
        turn.reply(turn.line("good"))
    else:
        turn.answer("good")


def pain(turn: Turn, intent: Pain) -> None:
    """Remember how much it hurts."""
    if not 0 <= intent.level <= 10:
        turn.refuse("pain_range")
        return
    turn.change(pain=intent.level)
    turn.publish("pain_logged", level=intent.level)
    turn.answer("pain_noted", level=intent.level)


def stiffness(turn: Turn, intent: Stiffness) -> None:
    """Remember how long the morning stiffness lasted."""
    if not 0 <= intent.minutes <= 24 * 60:
        turn.refuse("stiffness_range")
        return
    turn.change(stiffness=intent.minutes)
    turn.publish("stiffness_logged", minutes=intent.minutes)
    turn.answer("stiffness_noted", minutes=intent.minutes)


def flare_start(turn: Turn, _: Intent) -> None:
    """Only the gentlest from now on, halved (S6)."""
    if not turn.state.flare:
        turn.publish("flare_started")
    turn.change(flare=True)
    session = turn.state.session
    if session and not _gentle(turn, session.step.exercise):
        pacer.stop(turn, "flare")
    turn.answer("flare_started")


def _gentle(turn: Turn, exercise: str) -> bool:
    found = turn.state.library.exercises.get(exercise)
    return found is None or found.gentle


def flare_end(turn: Turn, _: Intent) -> None:
    """Back to the usual plan."""
    if turn.state.flare:
        turn.publish("flare_ended")
    turn.change(flare=False)
    turn.answer("flare_ended")


def low_energy(turn: Turn, _: Intent) -> None:
    """Breathing is enough today."""
    breathing = turn.state.library.routines.get("breathing")
    turn.answer("low_energy")
    if breathing and turn.state.session is None:
        pacer.offer(turn, breathing)


def red_flag(turn: Turn, intent: RedFlag) -> None:
    """Stop, and get medical help: nothing else (S10)."""
    turn.cut()
    heat.off(turn, "red flag")
    if turn.state.session:
        pacer.stop(turn, "red flag")
    text = turn.line("get_help")
    turn.change(card=text, question=None)
    turn.answer("get_help")
