"""What each intent does: one table; all are legal at all times."""

from collections.abc import Callable
from typing import Any

from companion.session import asides, body, heat, pacer, playing, warmth
from companion.session import intents as said
from companion.session.events import Source
from companion.session.intents import HeatOn, Intent, Start
from companion.session.state import MINUTE, Question
from companion.session.turn import Turn

NEEDS_BEDSIDE = (Start, HeatOn)
"""From afar these only make the companion ask (S4)."""


def obey(turn: Turn, intent: Intent, source: Source) -> None:
    """Carry out a command, or ask at the bedside first."""
    if source is Source.REMOTE and isinstance(intent, NEEDS_BEDSIDE):
        _ask_at_bedside(turn, intent)
    elif source is Source.REMOTE and isinstance(intent, said.Yes):
        turn.reply(turn.line("yes_only_here"), accepted=False)
    elif _needs_session(intent) and turn.state.session is None:
        turn.refuse("nothing_running")
    else:
        COMMANDS[type(intent)](turn, intent)


def _needs_session(intent: Intent) -> bool:
    return isinstance(intent, IN_SESSION)


def _ask_at_bedside(turn: Turn, intent: Intent) -> None:
    if turn.state.question or (turn.state.session and isinstance(intent, Start)):
        turn.reply(turn.line("busy"), accepted=False)
        return
    routine = playing.routine_of(turn, intent) if isinstance(intent, Start) else None
    if isinstance(intent, Start) and routine is None:
        turn.reply(turn.line("unknown_routine"), accepted=False)
        return
    text = turn.line("ask_start", name=routine.name) if routine else turn.line("ask_heat")
    turn.reply(turn.line("asked_here"))
    turn.say(text)
    kind = "heat" if isinstance(intent, HeatOn) else "start"
    turn.change(question=Question(kind, text, turn.now + pacer.ASK_FOR, intent))


def yes(turn: Turn, _: Intent) -> None:
    """Yes to what was asked."""
    question = turn.state.question
    if question is None:
        turn.refuse("no_question")
        return
    turn.cut()
    turn.change(question=None)
    if question.kind == "warm_up":
        _warm_up(turn)
    elif question.intent:
        COMMANDS[type(question.intent)](turn, question.intent)
    else:
        asides.done(turn, _)


def _warm_up(turn: Turn) -> None:
    problem = heat.refusal(turn.state, turn.now)
    if problem:
        turn.refuse(problem)
        pacer.move_on(turn)
        return
    granted = heat.start(turn, turn.session.step.milliseconds)
    turn.reply(turn.line("warming", minutes=max(1, round(granted / MINUTE))))
    pacer.warm(turn, granted)


def no(turn: Turn, _: Intent) -> None:
    """No to what was asked, and that is fine."""
    question = turn.state.question
    if question is None:
        turn.refuse("no_question")
        return
    turn.cut()
    turn.change(question=None)
    turn.reply(turn.line("fine"))
    if question.kind == "warm_up":
        pacer.move_on(turn)
    elif question.kind == "reminder":
        turn.publish("reminder_declined")
    else:
        turn.say(turn.line("fine"))


COMMANDS: dict[type[Intent], Callable[[Turn, Any], None]] = {
    Start: playing.start,
    said.Pause: playing.pause,
    said.Resume: playing.resume,
    said.Next: playing.go_next,
    said.Back: playing.back,
    said.Repeat: playing.repeat,
    said.Restart: playing.restart,
    said.Ready: playing.ready,
    said.Stop: playing.stop,
    said.Slower: playing.tempo(0.8, "slower"),
    said.Faster: playing.tempo(1.25, "faster"),
    said.Easier: playing.easier,
    said.Harder: playing.harder,
    said.OtherSide: playing.other_side,
    said.Extend: playing.extend,
    said.Hurts: body.hurts,
    said.Passed: body.passed,
    said.Pain: body.pain,
    said.Stiffness: body.stiffness,
    said.FlareStart: body.flare_start,
    said.FlareEnd: body.flare_end,
    said.LowEnergy: body.low_energy,
    said.RedFlag: body.red_flag,
    HeatOn: warmth.heat_on,
    said.HeatOff: warmth.heat_off,
    said.HeatStatus: warmth.heat_status,
    said.ColdTimer: asides.cold_timer,
    said.Remind: asides.remind,
    said.Snooze: asides.snooze,
    said.Done: asides.done,
    said.Decline: asides.decline,
    said.WhatsNext: playing.whats_next,
    said.TellTime: asides.tell_time,
    said.Remaining: playing.remaining,
    said.Help: asides.help_me,
    said.Explain: playing.explain,
    said.Show: asides.show,
    said.Louder: asides.volume(10),
    said.Quieter: asides.volume(-10),
    said.Night: asides.night(True),
    said.Day: asides.night(False),
    said.Mute: asides.mute,
    said.Listen: asides.listen,
    said.HelpCall: asides.help_call,
    said.Yes: yes,
    said.No: no,
}

IN_SESSION = (
    said.Pause,
    said.Resume,
    said.Next,
    said.Back,
    said.Restart,
    said.Ready,
    said.Slower,
    said.Faster,
    said.Easier,
    said.Harder,
    said.OtherSide,
    said.Extend,
    said.Remaining,
    said.Explain,
)
"""Intents that mean nothing without a session."""
