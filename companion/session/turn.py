"""One turn of the core: the state as it becomes, and the effects as they are asked for."""

from dataclasses import replace
from typing import Any

from companion.session.effects import CutSpeech, Effect, Publish, Reply, Say
from companion.session.state import Session, State

PATIENCE = 5_000
"""How much longer than reckoned an utterance may take before the core goes on without it."""


class Turn:
    """Collects what one event changes; lives only inside `advance`."""

    def __init__(self, state: State, now: int) -> None:
        self.state = state
        self.now = now
        self.effects: list[Effect] = []

    def change(self, **changes: Any) -> None:
        """Replace fields of the state."""
        self.state = replace(self.state, **changes)

    def change_session(self, **changes: Any) -> None:
        """Replace fields of the running session."""
        self.change(session=replace(self.session, **changes))

    def change_heat(self, **changes: Any) -> None:
        """Replace fields of the pad's state."""
        self.change(heat=replace(self.state.heat, **changes))

    @property
    def session(self) -> Session:
        """The running session; a bug if there is none."""
        if self.state.session is None:
            raise AssertionError("no session is running")
        return self.state.session

    def do(self, effect: Effect) -> None:
        """Ask the edges for something."""
        self.effects.append(effect)

    def publish(self, kind: str, **details: Any) -> None:
        """Tell the home."""
        self.do(Publish(kind, details))

    def line(self, key: str, **slots: Any) -> str:
        """A line of the language, its slots filled."""
        return self.state.lines[key].format(**slots)

    def say(self, text: str) -> int:
        """Speak; returns the utterance's number."""
        number = self.state.numbered + 1
        length = len(text.split()) * self.state.settings.milliseconds_a_word + 300
        begins = max(self.now, self.state.speaking_until - PATIENCE) if self.state.speaking else self.now
        self.change(numbered=number, saying=text, last_said=text, speaking_until=begins + length + PATIENCE)
        self.do(Say(number, text, length))
        return number

    def cut(self) -> None:
        """Fall silent at once."""
        self.change(spoken=self.state.numbered, saying="")
        self.do(CutSpeech())

    def answer(self, key: str, **slots: Any) -> None:
        """Say a line and give it as the reply to the command."""
        text = self.line(key, **slots)
        self.reply(text)
        self.say(text)

    def reply(self, text: str, *, accepted: bool = True) -> None:
        """Answer the command without speaking."""
        self.do(Reply(text, accepted))

    def refuse(self, key: str, **slots: Any) -> None:
        """Say a line that tells why the command was not carried out."""
        text = self.line(key, **slots)
        self.reply(text, accepted=False)
        self.say(text)
