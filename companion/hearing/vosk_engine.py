"""The recommended recogniser: Vosk, with a model from `companion model fetch`."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from vosk import KaldiRecognizer, Model, SetLogLevel

from companion.errors import CompanionError
from companion.hearing.grammar import Graph
from companion.hearing.recogniser import GARBAGE, RATE, Recogniser, Transcript


class Vosk:
    """One model; a recogniser for each graph, kept."""

    def __init__(self, model: Path) -> None:
        self.missing: frozenset[str] = frozenset()
        SetLogLevel(-1)
        try:
            self._model = Model(str(model))
        except Exception as error:  # vosk raises nothing more exact
            raise CompanionError(f"There is no Vosk model in {model}: see `companion model list`.") from error
        self._recognisers: dict[int, tuple[KaldiRecognizer, Graph]] = {}
        self._current: KaldiRecognizer | None = None
        self._graph: Graph | None = None
        self._ended: list[dict[str, Any]] = []
        """Parts of the utterance that Vosk's own endpointer has closed."""

    def set_grammar(self, graph: Graph) -> None:
        """Search for the sentences of `graph`; those with words that the model lacks are left out."""
        if id(graph) not in self._recognisers:
            missing = frozenset(word for word in graph.words if self._model.vosk_model_find_word(word) < 0)
            self.missing |= missing
            known = graph.without(missing)
            phrases = [" ".join(words) for words in known.covering()]
            made = KaldiRecognizer(self._model, RATE, json.dumps([*phrases, GARBAGE]))
            made.SetWords(True)
            self._recognisers[id(graph)] = (made, graph)
        self._current, self._graph = self._recognisers[id(graph)]

    def feed(self, pcm: bytes) -> str:
        """Hear some sound; returns the words so far."""
        assert self._current, "set_grammar comes first"
        if self._current.AcceptWaveform(pcm):
            self._ended.append(json.loads(self._current.Result()))
        return self._checked([*self._ended, json.loads(self._current.PartialResult())])

    def finish(self) -> Transcript:
        """End the utterance."""
        if self._current is None:
            return Transcript("")
        parts = [*self._ended, json.loads(self._current.FinalResult())]
        self._current.Reset()
        self._ended = []
        text = self._checked(parts)
        sure = [word["conf"] for part in parts for word in part.get("result", [])]
        return Transcript(text, round(min(sure), 3) if text and sure else 0.0)

    def _checked(self, parts: list[dict[str, Any]]) -> str:
        """A grammar is a bigram to Vosk: only what is the way into a sentence counts."""
        words = " ".join(part.get("text") or part.get("partial") or "" for part in parts).split()
        return " ".join(words) if self._graph and self._graph.reach(words) is not None else ""


def make(model: Path | None, pronunciations: Mapping[str, str]) -> Recogniser:
    """Vosk with the model in the folder `model`; its words are pronounced as the model has them."""
    if model is None:
        raise CompanionError("Vosk needs a model: run `companion model fetch`, or set hearing.model.")
    return Vosk(model)
