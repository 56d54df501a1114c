"""Commands files in hassil's format to a network; every mistake with file, line and column."""

from collections.abc import Iterator, Sequence
from dataclasses import fields
from pathlib import Path
from typing import Any

from hassil import Intents, merge_dict, parse_sentence
from hassil.parser import ParseError

from companion.documents import Document, nearest
from companion.errors import BadInput
from companion.hearing.network import Network
from companion.hearing.templates import Layout, TemplateError
from companion.hearing.words import normalised, spoken
from companion.session.intents import KINDS, intent
from companion.session.routine import Library

Place = tuple[str | int, ...]
LIBRARY_LISTS = {"routine": "routines", "exercise": "exercises"}


def load_network(
    paths: Sequence[Path], library: Library | None, *, ours: bool = True
) -> tuple[Network, frozenset[str]]:
    """The network of one or more commands files, later ones adding, and the words to be overlooked."""
    documents = [Document(path) for path in paths]
    _refuse(documents)
    for document in documents:
        _check_shape(document)
    _refuse(documents)
    merged: dict[str, Any] = {}
    for document in documents:
        merge_dict(merged, document.data)
    if library:
        _fit(merged, library)
    layout = Layout.of(_parsed(merged, documents[-1]))
    for document in documents:
        _lay_out(layout, document, ours)
    _refuse(documents)
    courtesy = {word for text in merged.get("skip_words", []) for word in spoken(text, layout.language)}
    return layout.network(), frozenset(courtesy)


def _refuse(documents: Sequence[Document]) -> None:
    mistakes = [str(mistake) for document in documents for mistake in document.mistakes]
    if mistakes:
        raise BadInput("\n".join(mistakes))


def _check_shape(document: Document) -> None:
    if not isinstance(document.data, dict):
        document.mistake((), "must have the keys `language` and `intents`")
        return
    for key, kind in {"language": str, "intents": dict}.items():
        if not isinstance(document.data.get(key), kind):
            document.mistake((key,), f"needs `{key}`, as in hassil's template format")
    for key in ("lists", "expansion_rules"):
        if not isinstance(document.data.get(key, {}), dict):
            document.mistake((key,), f"`{key}` must be names with their contents")
    for place, one in _blocks(document):
        texts = one.get("sentences") if isinstance(one, dict) else None
        if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
            document.mistake(place, "needs `sentences`, a list of templates")


def _blocks(document: Document) -> Iterator[tuple[Place, Any]]:
    """Each block of sentences, with its place in the file."""
    intents = document.data.get("intents")
    for name, body in intents.items() if isinstance(intents, dict) else ():
        blocks = body.get("data") if isinstance(body, dict) else None
        if not isinstance(blocks, list):
            document.mistake(("intents", name), f"intent {name!r} needs `data`, a list of sentences")
            continue
        for number, block in enumerate(blocks):
            yield ("intents", name, "data", number), block


def _parsed(merged: dict[str, Any], document: Document) -> Intents:
    """hassil's reading of the lists and rules."""
    try:
        return Intents.from_dict(merged)
    except Exception as error:  # hassil raises AssertionError, KeyError, ValueError and its own
        raise BadInput(
            f"{document.path}:1:1: is not in hassil's format: {error or type(error).__name__}"
        ) from error


def _fit(merged: dict[str, Any], library: Library) -> None:
    """Names of what the library does not hold go; the names of what it does hold come."""
    for name, kind in LIBRARY_LISTS.items():
        held = getattr(library, kind)
        values = merged.get("lists", {}).get(name, {}).get("values")
        if values is not None:
            known = [value for value in values if isinstance(value, str) or value.get("out") in held]
            known += [{"in": normalised(one.name), "out": one.id} for one in held.values()]
            merged["lists"][name]["values"] = known


def _lay_out(layout: Layout, document: Document, ours: bool) -> None:
    for place, block in _blocks(document):
        name, slots = str(place[1]), block.get("slots", {})
        if ours and not _known(document, place, name, slots):
            continue
        for number, text in enumerate(block["sentences"]):
            where = (*place, "sentences", number)
            try:
                sentence = parse_sentence(text, keep_text=True)
                layout.add(name, sentence, slots)
                unknown = set(_slot_names(sentence, layout)) - _slots(name) if ours else set()
            except TemplateError as error:
                document.mistake(where, f"the sentence {text!r} {error}")
            except (ParseError, AssertionError, ValueError) as error:
                document.mistake(where, f"the sentence {text!r} is not a template: {error or 'brackets?'}")
            else:
                for slot in sorted(unknown):
                    document.mistake(where, f"intent {name!r} has no slot {slot!r}")


def _slot_names(sentence: Any, layout: Layout) -> Iterator[str]:
    return (reference.slot_name for reference in sentence.expression.list_references(layout.rules))


def _slots(name: str) -> set[str]:
    return {field.name for field in fields(KINDS[name])} if _has_slots(name) else set()


def _has_slots(name: str) -> bool:
    return hasattr(KINDS[name], "__dataclass_fields__")


def _known(document: Document, place: Place, name: str, slots: dict[str, Any]) -> bool:
    if name not in KINDS:
        document.mistake(place[:2], f"unknown intent {name!r}{nearest(name, list(KINDS))}")
        return False
    try:
        intent(name, **slots)
    except ValueError as error:
        document.mistake(place, str(error))
        return False
    return True
