"""The language as data: what may be said, what it means, and when it is listened to."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from companion.config import data
from companion.errors import BadInput
from companion.hearing.commands import load_network
from companion.hearing.grammar import Graph, graph, with_wake
from companion.hearing.network import Meaning, Network
from companion.hearing.policy import Listening, load_listening, open_listening
from companion.hearing.words import spoken
from companion.session.intents import Intent, intent
from companion.session.listening import Mode, Policy
from companion.session.routine import Library


@dataclass(frozen=True)
class Understood:
    """What a text means. `text` is without the wake phrase, numbers in words."""

    intent: Intent | None
    text: str
    woken: bool
    meaning: Meaning | None = None
    """The same as `intent`, as named in the language file."""


@dataclass(frozen=True)
class Language:
    """One language: its sentences, its wake phrases, its listening policy."""

    name: str
    network: Network
    listening: Listening
    courtesy: frozenset[str]
    ours: bool = True
    """Whether the intents are the companion's own, and not those of a foreign commands file."""

    @classmethod
    def load(
        cls, name: str, library: Library | None = None, folders: Iterable[Path] | None = None
    ) -> "Language":
        """The language `name`; BadInput with every mistake of its files, one a line."""
        places = [folder / name for folder in (data("voices") if folders is None else folders)]
        commands = [place / "commands.yaml" for place in places if (place / "commands.yaml").is_file()]
        rules = [place / "listening.yaml" for place in places if (place / "listening.yaml").is_file()]
        if not commands or not rules:
            missing = "listening.yaml" if commands else "commands.yaml"
            raise BadInput(f"The language {name!r} cannot be heard: add voices/{name}/{missing}.")
        network, courtesy = load_network(commands, library)
        return cls(name, network, load_listening(rules[-1], network), courtesy)

    @classmethod
    def foreign(cls, path: Path) -> "Language":
        """Any commands file in hassil's format: all of it is live, and nothing needs waking."""
        network, courtesy = load_network([path], None, ours=False)
        return cls(path.stem, network, open_listening(network), courtesy, ours=False)

    @property
    def policy(self) -> Policy:
        """Which intents are live when."""
        return self.listening.policy

    def understand(self, text: str) -> Understood:
        """What a typed or heard text means; exact, but for courtesy and the wake phrase."""
        words = spoken(text, self.listening.language)
        wake = next((wake for wake in self.listening.wake if words[: len(wake)] == wake), ())
        plain = words[len(wake) :]
        meaning = self.network.meaning(plain) or self.network.meaning(self._curt(plain))
        found = intent(meaning.intent, **meaning.slots) if meaning and self.ours else None
        return Understood(found, " ".join(plain), bool(wake), meaning)

    def _curt(self, words: tuple[str, ...]) -> tuple[str, ...]:
        while words and words[0] in self.courtesy:
            words = words[1:]
        while words and words[-1] in self.courtesy:
            words = words[:-1]
        return words

    def graph(self, mode: Mode, *, woken: bool = False) -> Graph:
        """What may be heard in `mode`; `woken` if the wake phrase was just said."""
        return _graph(self, mode, woken)

    def everything(self) -> Graph:
        """Every sentence, whatever the policy."""
        return graph(self.network, frozenset(root.intent for root in self.network.roots), self.courtesy)

    def sentences(self) -> Mapping[str, list[str]]:
        """Every sentence, by intent."""
        found: dict[str, list[str]] = {}
        for root in self.network.roots:
            said = (" ".join(words) for words in self.network.sentences(root))
            found.setdefault(root.intent, []).extend(said)
        return found

    def __hash__(self) -> int:
        return id(self)

    def __eq__(self, other: Any) -> bool:
        return self is other


@lru_cache(maxsize=16)
def _graph(language: Language, mode: Mode, woken: bool) -> Graph:
    live = language.policy.intents(mode, woken=woken)
    called = language.policy.intents(mode, woken=True)
    return with_wake(language.network, live, called, language.listening.wake, language.courtesy)
