"""Commands beside the exercises: reminders, information, the device itself."""

from collections.abc import Callable
from typing import Any

from companion.session.effects import Chime, ReadClock, SetVolume
from companion.session.intents import ColdTimer, Intent, Remind, Show, Snooze
from companion.session.state import MINUTE, Timer
from companion.session.turn import Turn

LONGEST_REMINDER = 24 * 60


def _timer(turn: Turn, name: str, minutes: int) -> None:
    others = tuple(timer for timer in turn.state.timers if timer.name != name)
    turn.change(timers=(*others, Timer(name, turn.now + minutes * MINUTE)))


def cold_timer(turn: Turn, intent: ColdTimer) -> None:
    """Time a cold pack: ten to fifteen minutes, over a thin towel."""
    minutes = min(15, max(1, intent.minutes or 10))
    _timer(turn, "cold pack", minutes)
    turn.answer("cold_timer", minutes=minutes)


def remind(turn: Turn, intent: Remind) -> None:
    """A reminder in some minutes."""
    minutes = min(LONGEST_REMINDER, max(1, intent.minutes))
    _timer(turn, "reminder", minutes)
    turn.answer("remind", minutes=minutes)


def snooze(turn: Turn, intent: Snooze) -> None:
    """Later."""
    minutes = min(LONGEST_REMINDER, max(1, intent.minutes or 10))
    turn.change(question=None)
    _timer(turn, "reminder", minutes)
    turn.publish("reminder_snoozed", minutes=minutes)
    turn.answer("snoozed", minutes=minutes)


def done(turn: Turn, _: Intent) -> None:
    """The thing reminded of is done."""
    if _reminding(turn):
        turn.change(question=None)
        turn.publish("reminder_done")
    turn.answer("done")


def decline(turn: Turn, _: Intent) -> None:
    """Not today, and that is fine."""
    if _reminding(turn):
        turn.publish("reminder_declined")
    turn.change(question=None)
    turn.answer("declined")


def _reminding(turn: Turn) -> bool:
    return turn.state.question is not None and turn.state.question.kind == "reminder"


def tell_time(turn: Turn, _: Intent) -> None:
    """What time it is."""
    turn.do(ReadClock())


def help_me(turn: Turn, _: Intent) -> None:
    """A few commands aloud, all of them on the display."""
    turn.change(card="help")
    turn.answer("help_session" if turn.state.session else "help_idle")


def show(turn: Turn, intent: Show) -> None:
    """A view of the weeks; there are none to show yet."""
    turn.refuse("nothing_to_show", view=intent.view)


def volume(change: int) -> Callable[[Turn, Any], None]:
    def set_volume(turn: Turn, _: Intent) -> None:
        percent = min(100, max(10, turn.state.volume + change))
        turn.change(volume=percent)
        turn.do(SetVolume(percent))
        turn.answer("louder" if change > 0 else "quieter")

    return set_volume


def night(night: bool) -> Callable[[Turn, Any], None]:
    def set_night(turn: Turn, _: Intent) -> None:
        turn.change(night=night)
        turn.do(SetVolume(turn.state.volume // 2 if night else turn.state.volume))
        turn.answer("night" if night else "day")

    return set_night


def mute(turn: Turn, _: Intent) -> None:
    """Hear only what makes things safer, and "companion, start listening"."""
    turn.answer("muted")
    turn.change(muted=True)


def listen(turn: Turn, _: Intent) -> None:
    """Hear everything again."""
    turn.change(muted=False)
    turn.answer("listening")


def help_call(turn: Turn, _: Intent) -> None:
    """Tell the home that the person needs someone."""
    turn.cut()
    turn.do(Chime("alarm"))
    turn.publish("help_called")
    turn.answer("help_not_sent" if "broker" in turn.state.problems else "help_called")
