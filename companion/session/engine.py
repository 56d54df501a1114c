"""The core: state and event in, state and effects out. It never waits, reads or asks the time.

Deadlines that have passed are worked off first, each at its own time, so that a late wake-up
changes nothing but when the effects are carried out.
"""

from collections.abc import Mapping
from dataclasses import replace

from companion.session import commands, heat, pacer
from companion.session.effects import Chime, Effect
from companion.session.events import (
    ClockRead,
    Commanded,
    EdgeChanged,
    Event,
    NotUnderstood,
    PadReachable,
    PadReported,
    ServiceStarted,
    ServiceStopping,
    SpeechEnded,
    Woke,
)
from companion.session.state import Heard, Question, State
from companion.session.turn import Turn

SHOWN_HEARD = 6_000
OFFER_HELP_AFTER = 2
"""Misheard in a row, after which the companion offers help."""


def advance(state: State, event: Event, now: int) -> tuple[State, tuple[Effect, ...]]:
    """The state after `event` at `now` (ms), and what is to be done, in order."""
    turn = Turn(state, now)
    _catch_up(turn, now)
    _take(turn, event)
    pacer.follow_heat(turn)
    return turn.state, tuple(turn.effects)


def wake_at(state: State) -> int | None:
    """When the core wants to be called again (ms), or None."""
    times = [
        heat.wake_at(state),
        pacer.wake_at(state),
        state.question.until if state.question else None,
        state.heard.until if state.heard else None,
        state.finished.until if state.finished else None,
        state.speaking_until if state.speaking else None,
        *(timer.due for timer in state.timers),
    ]
    return min((at for at in times if at is not None), default=None)


def _catch_up(turn: Turn, now: int) -> None:
    while (due := wake_at(turn.state)) is not None and due <= now:
        turn.now = due
        _work_off(turn)
        pacer.follow_heat(turn)
    turn.now = now


def _work_off(turn: Turn) -> None:
    """Work off the deadline at `turn.now`; heat comes before everything."""
    state, now = turn.state, turn.now
    if (at := heat.wake_at(state)) is not None and at <= now:
        heat.due(turn)
    elif state.question and state.question.until <= now:
        _unanswered(turn, state.question)
    elif state.speaking and state.speaking_until <= now:
        _speech_ended(turn, state.numbered)
    elif (at := pacer.wake_at(state)) is not None and at <= now:
        pacer.due(turn)
    elif state.heard and state.heard.until <= now:
        turn.change(heard=None)
    elif state.finished and state.finished.until <= now:
        turn.change(finished=None)
    else:
        _remind(turn)


def _unanswered(turn: Turn, question: Question) -> None:
    turn.change(question=None)
    if question.kind != "warm_up":
        if question.kind == "reminder":
            turn.publish("reminder_declined", reason="no answer")
        return
    if question.asked < pacer.HEAT_ASKED:
        turn.say(question.text)
        again = replace(question, asked=question.asked + 1, until=turn.now + pacer.ASK_FOR)
        turn.change(question=again)
        return
    turn.say(turn.line("without_heat"))
    pacer.move_on(turn)


def _remind(turn: Turn) -> None:
    timer = min(turn.state.timers, key=lambda timer: timer.due)
    turn.change(timers=tuple(other for other in turn.state.timers if other is not timer))
    turn.do(Chime("end"))
    text = turn.line("due", name=timer.name)
    turn.say(text)
    turn.publish("reminder_due", name=timer.name)
    if turn.state.question is None and turn.state.session is None:
        turn.change(question=Question("reminder", text, turn.now + pacer.ASK_FOR))


def _take(turn: Turn, event: Event) -> None:
    match event:
        case Commanded():
            _commanded(turn, event)
        case NotUnderstood(text, reason):
            _not_understood(turn, text, reason)
        case SpeechEnded(number):
            _speech_ended(turn, number)
        case PadReported(on):
            heat.reported(turn, on)
        case PadReachable(reachable):
            heat.reachable(turn, reachable)
        case EdgeChanged(edge, problem):
            turn.change(problems=_with(turn.state.problems, edge, problem))
        case ClockRead(hour, minute):
            turn.answer("time", hour=hour, minute=f"{minute:02d}")
        case ServiceStarted():
            heat.started(turn)
        case ServiceStopping():
            _stopping(turn)
        case Woke():
            pass


def _commanded(turn: Turn, event: Commanded) -> None:
    if event.intent.name != "help" and turn.state.heat.phase.value != "failed":
        turn.change(card=None)
    turn.change(misheard=0)
    commands.obey(turn, event.intent, event.source)
    shown = Heard(event.text, True, event.intent.name, turn.now + SHOWN_HEARD)
    turn.change(heard=shown)


def _not_understood(turn: Turn, text: str, reason: str) -> None:
    count = turn.state.misheard + 1
    turn.change(misheard=count, heard=Heard(text, False, reason, turn.now + SHOWN_HEARD))
    key = "not_understood_again" if count >= OFFER_HELP_AFTER else "not_understood"
    turn.reply(turn.line(key, text=text, reason=reason), accepted=False)
    if count == OFFER_HELP_AFTER:
        turn.say(turn.line(key, text=text, reason=reason))


def _speech_ended(turn: Turn, number: int) -> None:
    if not turn.state.spoken < number <= turn.state.numbered:
        return
    turn.change(spoken=number)
    if not turn.state.speaking:
        turn.change(saying="")
    pacer.spoken(turn, number)


def _with(problems: Mapping[str, str], edge: str, problem: str) -> Mapping[str, str]:
    others = {name: text for name, text in problems.items() if name != edge}
    return {**others, edge: problem} if problem else others


def _stopping(turn: Turn) -> None:
    turn.cut()
    heat.off(turn, "shutdown")
    if turn.state.session:
        pacer.stop(turn, "shutdown")
