"""A language of sentences as a network of words: no enumeration, however many sentences it has.

States are numbers. An arc is one word; the tags on it say which slots open and close there.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

END = 0


@dataclass(frozen=True)
class Opened:
    """A slot begins here: its value may be the words as spoken."""

    slot: str


@dataclass(frozen=True)
class Closed:
    """A slot ends here; `value` None means the words since it was opened."""

    slot: str
    value: Any = None


Tag = Opened | Closed


@dataclass(frozen=True)
class Arc:
    """One word on the way, and the tags just before and just after it."""

    word: str
    before: tuple[Tag, ...]
    after: tuple[Tag, ...]
    to: int


@dataclass(frozen=True)
class Root:
    """Where the sentences of one template begin."""

    intent: str
    state: int
    slots: Mapping[str, Any]


@dataclass(frozen=True)
class Meaning:
    """What a sentence means, as named in the language file."""

    intent: str
    slots: Mapping[str, Any]


@dataclass(frozen=True)
class Network:
    """All sentences, by the template they come from."""

    roots: tuple[Root, ...]
    arcs: Mapping[int, tuple[Arc, ...]]
    ends: Mapping[int, tuple[Tag, ...]]
    """States where a sentence may end, with the tags found there."""

    @cached_property
    def words(self) -> frozenset[str]:
        """Every word of the language."""
        return frozenset(arc.word for arcs in self.arcs.values() for arc in arcs)

    def meaning(self, words: Sequence[str]) -> Meaning | None:
        """What exactly these words mean; the first template that fits wins."""
        for root in self.roots:
            for trail in self._trails(root.state, words, 0):
                return Meaning(root.intent, {**root.slots, **_filled(trail)})
        return None

    def _trails(self, state: int, words: Sequence[str], at: int) -> Iterator[tuple[Tag | str, ...]]:
        if at == len(words):
            if state in self.ends:
                yield self.ends[state]
            return
        for arc in self.arcs[state]:
            if arc.word == words[at]:
                for rest in self._trails(arc.to, words, at + 1):
                    yield (*arc.before, arc.word, *arc.after, *rest)

    def sentences(self, root: Root) -> Iterator[tuple[str, ...]]:
        """Every sentence from `root`, one after the other (there may be very many)."""
        return self._sentences(root.state)

    def _sentences(self, state: int) -> Iterator[tuple[str, ...]]:
        if state in self.ends:
            yield ()
        for arc in self.arcs[state]:
            for rest in self._sentences(arc.to):
                yield (arc.word, *rest)


def _filled(trail: Sequence[Tag | str]) -> dict[str, Any]:
    """The slots along a trail of words and tags."""
    slots: dict[str, Any] = {}
    spoken: dict[str, list[str]] = {}
    for item in trail:
        match item:
            case str():
                for words in spoken.values():
                    words.append(item)
            case Opened(slot):
                spoken[slot] = []
            case Closed(slot, value):
                words = spoken.pop(slot, [])
                slots[slot] = " ".join(words) if value is None else value
    return slots
