"""Sound to commands: gate, recogniser, policy and the moment of decision, by the sound's own clock."""

from collections.abc import Iterator
from dataclasses import dataclass

from companion.hearing.gate import FRAME, FRAME_MS, Gate
from companion.hearing.grammar import Graph
from companion.hearing.network import Meaning
from companion.hearing.policy import SAFETY
from companion.hearing.recogniser import Recogniser, Transcript
from companion.hearing.understanding import Language
from companion.session.intents import Intent
from companion.session.listening import Mode

PATIENCE_MS = {"safety": 60, "final": 120, "whole": 300, "part": 600, "nothing": 360}
"""Silence that ends an utterance, by what the words so far are: a safety command, a sentence that
no longer one begins with, one that may go on, the beginning of one, or no words of the language."""
STEADY_MS = 90
"""How long the words must have stayed the same for an early decision."""
LONGEST_MS = 12_000
AWAKE_MS = 6_000
"""How long the wake phrase alone opens the ear."""


@dataclass(frozen=True)
class Heard:
    """One utterance, and whether it is a command that is live now."""

    text: str
    """With the wake phrase."""
    intent: Intent | None
    woken: bool
    confidence: float
    accepted: bool
    reason: str
    """Why it was not accepted; empty if it was."""
    start_s: float
    end_s: float
    """End of the voice, in seconds of the sound heard so far."""
    decided_s: float
    meaning: Meaning | None = None


class Ear:
    """Hears frames; keeps no sound but the last 300 ms."""

    def __init__(self, recogniser: Recogniser, language: Language, mode: Mode = Mode.IDLE) -> None:
        self.mode = mode
        self._recogniser = recogniser
        self._language = language
        self._safety = language.policy.groups[SAFETY]
        self._gate = Gate()
        self._rest = b""
        self._now = 0
        self._began: int | None = None
        self._awake_until = -1
        self._graph: Graph = language.graph(mode)
        self._words: tuple[str, ...] = ()
        self._most: tuple[str, ...] = ()
        self._changed = 0

    def hear(self, pcm: bytes) -> Iterator[Heard]:
        """Take any amount of sound; yields what is decided in it."""
        self._rest += pcm
        while len(self._rest) >= FRAME:
            frame, self._rest = self._rest[:FRAME], self._rest[FRAME:]
            heard = self._frame(frame)
            if heard:
                yield heard

    def end(self) -> Heard | None:
        """The sound is over: decide what is still open."""
        return self._decide() if self._began is not None else None

    def _frame(self, frame: bytes) -> Heard | None:
        self._now += FRAME_MS
        self._gate.hear(frame)
        if self._began is None:
            if self._gate.began:
                self._begin()
            return None
        self._follow(self._recogniser.feed(frame))
        return self._decide() if self._is_over() else None

    def _begin(self) -> None:
        sound = self._gate.preroll()
        self._began = self._now - len(sound) // FRAME * FRAME_MS
        self._words = self._most = ()
        self._graph = self._language.graph(self.mode, woken=self._awake)
        self._recogniser.set_grammar(self._graph)
        self._follow(self._recogniser.feed(sound))

    @property
    def _awake(self) -> bool:
        return self._now < self._awake_until

    def _follow(self, text: str) -> None:
        words = tuple(text.split())
        if words != self._words:
            self._words, self._changed = words, self._now
        if len(words) >= len(self._most):
            self._most = words

    def _is_over(self) -> bool:
        assert self._began is not None
        if self._now - self._began >= LONGEST_MS:
            return True
        early = self._now - self._changed >= STEADY_MS
        return self._gate.silent_ms >= PATIENCE_MS[self._kind() if early else "part"]

    def _kind(self) -> str:
        if not self._words:
            return "nothing"
        if not self._graph.accepts(self._words):
            return "part"
        if not self._graph.is_final(self._words):
            return "whole"
        meaning = self._language.understand(" ".join(self._words)).meaning
        return "safety" if meaning and meaning.intent in self._safety else "final"

    def _decide(self) -> Heard:
        transcript = self._recogniser.finish()
        heard = self._heard(transcript)
        if heard.accepted or not heard.woken:
            self._awake_until = -1
        if heard.woken and not heard.intent and not heard.reason:
            self._awake_until = self._now + AWAKE_MS
        self._began = None
        self._gate.forget()
        return heard

    def _heard(self, transcript: Transcript) -> Heard:
        whole = self._graph.accepts(transcript.text.split())
        text = transcript.text if whole else " ".join(self._most)
        understood = self._language.understand(text)
        woken = understood.woken or self._awake
        meaning = understood.meaning if whole else None
        reason = self._reason(whole, meaning, understood.text, woken)
        end = self._now - self._gate.silent_ms
        assert self._began is not None
        return Heard(
            text=text,
            intent=understood.intent if meaning else None,
            woken=woken,
            confidence=transcript.confidence if whole else 0.0,
            accepted=meaning is not None and not reason,
            reason=reason,
            start_s=self._began / 1000,
            end_s=end / 1000,
            decided_s=self._now / 1000,
            meaning=meaning,
        )

    def _reason(self, whole: bool, meaning: Meaning | None, command: str, woken: bool) -> str:
        if whole and not command:
            return ""
        if meaning is None:
            return "not a command"
        if not self._language.policy.allows(meaning.intent, self.mode, woken=woken):
            return "not now"
        return ""
