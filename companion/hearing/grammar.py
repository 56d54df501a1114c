"""The closed language of one moment as a small graph, for the recognisers.

The policy says which intents are live; sentences that share their ends share their states.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from companion.hearing.network import Network

State = int


@dataclass(frozen=True)
class Graph:
    """Deterministic and minimal: from each state at most one way on with a word."""

    start: State
    ways: tuple[Mapping[str, State], ...]
    ends: frozenset[State]
    courtesy: frozenset[str] = frozenset()
    """Words that may follow a sentence without changing it."""

    def reach(self, words: Iterable[str]) -> State | None:
        """The state after these words; None if no sentence begins so."""
        state: State | None = self.start
        for word in words:
            state = self.ways[state].get(word) if state is not None else None
        return state

    def accepts(self, words: Sequence[str]) -> bool:
        """Whether the words are a whole sentence."""
        return bool(words) and self.reach(words) in self.ends

    def is_final(self, words: Sequence[str]) -> bool:
        """Whether the words are a whole sentence that no longer one begins with, but for courtesy."""
        state = self.reach(words)
        return state in self.ends and state is not None and self.ways[state].keys() <= self.courtesy

    @cached_property
    def words(self) -> frozenset[str]:
        """Every word that may be heard."""
        return frozenset(word for ways in self.ways for word in ways)

    def transitions(self) -> Iterator[tuple[State, State, str]]:
        """Every (from, to, word)."""
        for source, ways in enumerate(self.ways):
            for word, to in ways.items():
                yield source, to, word

    def without(self, words: frozenset[str]) -> "Graph":
        """The same without the sentences that need any of `words`."""
        ways = tuple({word: to for word, to in way.items() if word not in words} for way in self.ways)
        return Graph(self.start, ways, self.ends, self.courtesy)

    def covering(self) -> Iterator[tuple[str, ...]]:
        """Sentences that together use every transition at least once."""
        first = dict(self._first_ways())
        last = dict(self._last_ways())
        for source, to, word in self.transitions():
            if source in first and to in last:
                yield (*first[source], word, *last[to])

    def _first_ways(self) -> Iterator[tuple[State, tuple[str, ...]]]:
        seen = {self.start}
        waiting: list[tuple[State, tuple[str, ...]]] = [(self.start, ())]
        for state, words in waiting:
            yield state, words
            for word, to in self.ways[state].items():
                if to not in seen:
                    seen.add(to)
                    waiting.append((to, (*words, word)))

    def _last_ways(self) -> Iterator[tuple[State, tuple[str, ...]]]:
        known: dict[State, tuple[str, ...]] = dict.fromkeys(self.ends, ())
        # States are numbered from the ends on, so what a way leads to is always known.
        for state, ways in enumerate(self.ways):
            found = [(word, *known[to]) for word, to in ways.items() if to in known]
            if state not in known and found:
                known[state] = min(found, key=len)
        yield from known.items()


class _Compactor:
    """Merges states that have the same future; `courtesy` words may follow any sentence."""

    def __init__(self, network: Network, courtesy: frozenset[str]) -> None:
        self.network = network
        self.numbers: dict[tuple[bool, tuple[tuple[str, State], ...]], State] = {}
        self.known: dict[frozenset[int], State] = {}
        self.over = self.place(True, {})
        self.courtesy = dict.fromkeys(courtesy, self.over)

    def number(self, states: frozenset[int]) -> State:
        """The compact state of a set of the network's states."""
        if states not in self.known:
            end = not states.isdisjoint(self.network.ends)
            self.known[states] = self.place(end, {**(self.courtesy if end else {}), **self.ways(states)})
        return self.known[states]

    def ways(self, states: frozenset[int]) -> dict[str, State]:
        """The ways on from a set of the network's states."""
        following: dict[str, set[int]] = {}
        for state in states:
            for arc in self.network.arcs[state]:
                following.setdefault(arc.word, set()).add(arc.to)
        return {word: self.number(frozenset(found)) for word, found in following.items()}

    def opening(self, live: frozenset[str]) -> dict[str, State]:
        """The ways into the sentences of the `live` intents."""
        ways = self.ways(frozenset(root.state for root in self.network.roots if root.intent in live))
        return {**dict.fromkeys(self.courtesy, self.place(False, ways)), **ways}

    def place(self, end: bool, ways: Mapping[str, State]) -> State:
        """The compact state with this future."""
        return self.numbers.setdefault((end, tuple(sorted(ways.items()))), len(self.numbers))

    def graph(self, ways: Mapping[str, State]) -> Graph:
        """All states placed so far, and a start from which these ways lead."""
        start = self.place(False, ways)
        futures = list(self.numbers)
        ends = frozenset(state for state, (end, _) in enumerate(futures) if end)
        return Graph(start, tuple(dict(ways) for _, ways in futures), ends, frozenset(self.courtesy))


def graph(network: Network, live: frozenset[str], courtesy: frozenset[str] = frozenset()) -> Graph:
    """The sentences of the `live` intents."""
    compactor = _Compactor(network, courtesy)
    return compactor.graph(compactor.opening(live))


def with_wake(
    network: Network,
    live: frozenset[str],
    woken: frozenset[str],
    wakes: Iterable[Sequence[str]],
    courtesy: frozenset[str] = frozenset(),
) -> Graph:
    """The `live` sentences, and after a wake phrase the `woken` ones (or nothing: it listens then)."""
    compactor = _Compactor(network, courtesy)
    opening = compactor.opening(live)
    for wake in wakes:
        called = compactor.place(True, compactor.opening(woken))
        for word in reversed(wake[1:]):
            called = compactor.place(False, {word: called})
        opening[wake[0]] = called
    return compactor.graph(opening)
