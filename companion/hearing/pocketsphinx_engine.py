"""The embedded recogniser: its English acoustic model comes inside its package."""

import math
from collections.abc import Mapping
from pathlib import Path

from pocketsphinx import Decoder, get_model_path

from companion.hearing.grammar import Graph
from companion.hearing.recogniser import RATE, Recogniser, Transcript

PHONES = [
    "AA",
    "AE",
    "AH",
    "AO",
    "AW",
    "AY",
    "B",
    "CH",
    "D",
    "DH",
    "EH",
    "ER",
    "EY",
    "F",
    "G",
    "HH",
    "IH",
    "IY",
    "JH",
    "K",
    "L",
    "M",
    "N",
    "NG",
    "OW",
    "OY",
    "P",
    "R",
    "S",
    "SH",
    "T",
    "TH",
    "UH",
    "UW",
    "V",
    "W",
    "Y",
    "Z",
    "ZH",
]
GARBAGE_WEIGHT = 1e-10
"""Odds of the phone loop, the branch that takes what is no sentence. 1e-10 loses fewer commands than
1e-6, and in 15 minutes of other talk let no more through."""


class PocketSphinx:
    """One decoder; a search for each graph, kept."""

    def __init__(self, model: Path | None, pronunciations: Mapping[str, str]) -> None:
        self.missing: frozenset[str] = frozenset()
        folder = Path(model or get_model_path("en-us"))
        # Settings as measured: a closed grammar wants no second pass, and wide beams.
        self._decoder = Decoder(
            hmm=str(folder / "en-us"),
            dict=str(folder / "cmudict-en-us.dict"),
            lm=None,
            samprate=RATE,
            bestpath=False,
            beam=1e-80,
            wbeam=1e-60,
            pbeam=1e-80,
            loglevel="FATAL",
        )
        for word, phones in {**pronunciations, **{f"@{phone}": phone for phone in PHONES}}.items():
            self._decoder.add_word(word, phones, update=False)
        self._searches: dict[int, tuple[str, Graph]] = {}
        self._hearing = False

    def set_grammar(self, graph: Graph) -> None:
        """Search for the sentences of `graph`; words without a pronunciation are left out."""
        self.finish()
        if id(graph) not in self._searches:
            self._add(graph)
        self._decoder.activate_search(self._searches[id(graph)][0])

    def _add(self, graph: Graph) -> None:
        missing = frozenset(word for word in graph.words if self._decoder.lookup_word(word) is None)
        self.missing |= missing
        name = f"graph{len(self._searches)}"
        known = graph.without(missing)
        final, loop = len(known.ways), len(known.ways) + 1
        transitions: list[tuple[int, int, float] | tuple[int, int, float, str]] = [
            (source, to, 1.0, word) for source, to, word in known.transitions()
        ]
        transitions += [(end, final, 1.0) for end in known.ends]
        each = 1 / len(PHONES)
        transitions += [(known.start, loop, GARBAGE_WEIGHT * each, f"@{phone}") for phone in PHONES]
        transitions += [(loop, loop, each, f"@{phone}") for phone in PHONES]
        transitions.append((loop, final, 1.0))
        self._decoder.add_fsg(name, self._decoder.create_fsg(name, known.start, final, transitions))
        self._searches[id(graph)] = (name, graph)

    def feed(self, pcm: bytes) -> str:
        """Hear some sound; returns the words so far."""
        if not self._hearing:
            self._decoder.start_utt()
            self._hearing = True
        self._decoder.process_raw(pcm, False, False)
        return self._words()

    def _words(self) -> str:
        found = self._decoder.hyp()
        return found.hypstr if found and "@" not in found.hypstr else ""

    def finish(self) -> Transcript:
        """End the utterance."""
        if not self._hearing:
            return Transcript("")
        self._decoder.end_utt()
        self._hearing = False
        text = self._words()
        return Transcript(text, self._confidence() if text else 0.0)

    def _confidence(self) -> float:
        """How well the sound fits, from its score a frame: a rough figure, not a probability."""
        frames = max(1, self._decoder.n_frames())
        return round(math.exp(min(0.0, self._decoder.hyp().score / frames / 100)), 3)


def make(model: Path | None, pronunciations: Mapping[str, str]) -> Recogniser:
    """The embedded engine, with its own model if none is given."""
    return PocketSphinx(model, pronunciations)
