"""hassil's sentence templates to a network of words.

Templates may break inside words ("minute[s]"), so they are first laid out letter by letter,
and the letters are then gathered into words.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import reduce
from itertools import permutations
from typing import Any

from hassil import (
    Alternative,
    Expression,
    Group,
    Intents,
    ListReference,
    Permutation,
    RangeSlotList,
    RuleReference,
    Sentence,
    SlotList,
    TextChunk,
    TextSlotList,
)

from companion.hearing.network import END, Arc, Closed, Network, Opened, Root, Tag
from companion.hearing.words import normalised, number_words


class TemplateError(Exception):
    """A template that cannot be laid out; one sentence."""


@dataclass(frozen=True)
class _Edge:
    letter: str
    """Empty where nothing is said."""
    tag: Tag | None
    to: int


@dataclass
class Layout:
    """Letters on their way to becoming a network; templates are added one by one."""

    language: str
    lists: Mapping[str, SlotList]
    rules: Mapping[str, Sentence]
    edges: list[list[_Edge]] = field(default_factory=lambda: [[]])
    roots: list[Root] = field(default_factory=list)

    @classmethod
    def of(cls, intents: Intents) -> "Layout":
        """An empty layout with the lists and rules of a language."""
        return cls(intents.language, intents.slot_lists, intents.expansion_rules)

    def add(self, intent: str, sentence: Sentence, slots: Mapping[str, Any]) -> None:
        """Add one template; TemplateError if it names a list or rule that is not there."""
        start = self._state()
        self._join(self._lay(sentence.expression, start), END)
        self.roots.append(Root(intent, start, dict(slots)))

    def _state(self) -> int:
        self.edges.append([])
        return len(self.edges) - 1

    def _join(self, source: int, to: int, tag: Tag | None = None) -> None:
        self.edges[source].append(_Edge("", tag, to))

    def _lay(self, expression: Expression, source: int) -> int:
        """Lay the expression out from `source`; returns the state behind it."""
        match expression:
            case TextChunk():
                return self._text(expression.original_text, source)
            case Alternative():
                return self._either(expression.items, source)
            case Permutation():
                return self._any_order(expression, source)
            case Group():
                return reduce(lambda state, item: self._lay(item, state), expression.items, source)
            case RuleReference():
                return self._lay(self._rule(expression.rule_name), source)
            case ListReference():
                return self._slot(expression, source)
        raise TemplateError(f"has a part that is not known: {expression!r}")

    def _text(self, text: str, source: int) -> int:
        for letter in normalised(text):
            to = self._state()
            self.edges[source].append(_Edge(letter, None, to))
            source = to
        return source

    def _either(self, items: list[Expression], source: int) -> int:
        to = self._state()
        for item in items:
            self._join(self._lay(item, source), to)
        return to

    def _any_order(self, group: Permutation, source: int) -> int:
        to = self._state()
        for order in permutations(group.items):
            self._join(reduce(lambda state, item: self._lay(item, state), order, source), to)
        return to

    def _rule(self, name: str) -> Expression:
        if name not in self.rules:
            raise TemplateError(f"uses the rule <{name}>, which is not among the expansion_rules")
        return self.rules[name].expression

    def _slot(self, reference: ListReference, source: int) -> int:
        opened, to = self._state(), self._state()
        self._join(source, opened, Opened(reference.slot_name))
        for expression, value in self._values(reference):
            self._join(self._lay(expression, opened), to, Closed(reference.slot_name, value))
        return to

    def _values(self, reference: ListReference) -> Iterator[tuple[Expression, Any]]:
        numbers = reference.get_inline_range()
        if numbers:
            yield from self._numbers(range(numbers[0], numbers[1] + 1, numbers[2]))
            return
        match self.lists.get(reference.list_name):
            case TextSlotList() as listed:
                yield from ((value.text_in, value.value_out) for value in listed.values)
            case RangeSlotList() as span:
                factor = span.multiplier or 1
                yield from self._numbers(range(span.start, span.stop + 1, span.step), factor)
            case None:
                raise TemplateError(f"uses {{{reference.list_name}}}, which is not among the lists")
            case _:
                raise TemplateError(f"uses {{{reference.list_name}}}, which lets anything be said")

    def _numbers(self, numbers: range, factor: float = 1) -> Iterator[tuple[Expression, Any]]:
        for number in numbers:
            yield TextChunk(number_words(number, self.language)), number * factor

    def network(self) -> Network:
        """The letters gathered into words."""
        arcs: dict[int, tuple[Arc, ...]] = {}
        ends: dict[int, tuple[Tag, ...]] = {}
        waiting = [root.state for root in self.roots]
        while waiting:
            state = waiting.pop()
            if state not in arcs:
                gathered: dict[Arc | tuple[Tag, ...], None] = {}
                self._gather(state, "", (), (), gathered)
                arcs[state] = tuple(found for found in gathered if isinstance(found, Arc))
                ends.update((state, found) for found in gathered if isinstance(found, tuple))
                waiting.extend(arc.to for arc in arcs[state])
        return Network(tuple(self.roots), arcs, ends)

    def _gather(
        self,
        state: int,
        word: str,
        before: tuple[Tag, ...],
        after: tuple[Tag, ...],
        found: dict[Arc | tuple[Tag, ...], None],
    ) -> None:
        """Find every word that may come next from `state`, and whether the sentence may end here."""
        if state == END:
            found[Arc(word, before, after, END) if word else before] = None
        for edge in self.edges[state]:
            tag = (edge.tag,) if edge.tag else ()
            if edge.letter == " " and word:
                found[Arc(word, before, after, edge.to)] = None
            elif word:
                self._gather(edge.to, word + edge.letter, before, after + tag, found)
            else:
                self._gather(edge.to, edge.letter.strip(), before + tag, after, found)
