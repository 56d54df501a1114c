"""Commands files in hassil's format: foreign ones, and broken ones."""

from pathlib import Path

import pytest

from companion.errors import BadInput
from companion.hearing.understanding import Language

COFFEE = """
language: en
intents:
  order:
    data:
      - sentences: ["[<carrier>] [a] ([{size}];[{roast}];[{shots}]) {drink} [with {milk} [and {milk:more}]]"]
      - sentences: ["the usual[s]"]
        slots: {drink: tea}
expansion_rules:
  carrier: "(can I get|I'd like)"
lists:
  size: {values: [small, {in: "(large|big)", out: 3}]}
  roast: {values: [dark roast]}
  shots: {range: {from: 1, to: 90}}
  drink: {values: [latte, drip-coffee]}
  milk: {values: ["[some|a bit of] milk"]}
"""


def foreign(folder: Path, text: str) -> Language:
    file = folder / "orders.yaml"
    file.write_text(text, encoding="utf-8")
    return Language.foreign(file)


@pytest.mark.parametrize(
    ("text", "slots"),
    {
        "latte": {"drink": "latte"},
        "I'd like a big dark roast latte": {"size": 3, "roast": "dark roast", "drink": "latte"},
        "dark roast small latte": {"size": "small", "roast": "dark roast", "drink": "latte"},
        "45 drip coffee": {"shots": 45, "drink": "drip-coffee"},
        "latte with a bit of milk and milk": {"drink": "latte", "milk": "a bit of milk", "more": "milk"},
        "the usuals": {"drink": "tea"},
    }.items(),
)
def test_a_foreign_language_is_understood(tmp_path: Path, text: str, slots: dict[str, object]) -> None:
    meaning = foreign(tmp_path, COFFEE).understand(text).meaning
    assert meaning is not None and (meaning.intent, dict(meaning.slots)) == ("order", slots)


@pytest.mark.parametrize("text", ["a", "small small latte", "lattes", "the usual latte"])
def test_nothing_else_is(tmp_path: Path, text: str) -> None:
    assert foreign(tmp_path, COFFEE).understand(text).meaning is None


BROKEN = {
    "language: en\nintents: [": (2, "is not YAML"),
    "intents: {}": (1, "needs `language`"),
    "- a": (1, "must have the keys"),
    "language: en\nintents:\n  x: {}": (3, "needs `data`"),
    "language: en\nintents:\n  x:\n    data:\n      - sentences:\n          - a (b": (6, "is not a template"),
    "language: en\nintents:\n  x:\n    data:\n      - sentences:\n          - a {b}": (
        6,
        "not among the lists",
    ),
    "language: en\nintents:\n  x:\n    data:\n      - sentences:\n          - a <b>": (
        6,
        "not among the expansion",
    ),
    "language: en\nintents:\n  x:\n    data:\n      - sentences: [a, 5]": (5, "a list of templates"),
}


@pytest.mark.parametrize("text", BROKEN)
def test_a_mistake_is_named_with_its_place(tmp_path: Path, text: str) -> None:
    line, said = BROKEN[text]
    with pytest.raises(BadInput, match=rf"orders.yaml:{line}:\d+: .*{said}"):
        foreign(tmp_path, text)


def voice(folder: Path, commands: str, listening: str) -> Language:
    (folder / "en").mkdir()
    (folder / "en/commands.yaml").write_text(commands, encoding="utf-8")
    (folder / "en/listening.yaml").write_text(listening, encoding="utf-8")
    return Language.load("en", None, [folder])


def test_an_unknown_intent_and_slot_are_mistakes(tmp_path: Path) -> None:
    commands = (
        "language: en\nintents:\n"
        "  pawse: {data: [{sentences: [pause]}]}\n"
        "  pause: {data: [{sentences: [pause], slots: {much: 3}}]}\n"
        '  pain: {data: [{sentences: ["pain {level:levle}"]}]}\n'
        "lists: {level: {range: {from: 0, to: 9}}}\n"
    )
    with pytest.raises(BadInput) as raised:
        voice(tmp_path, commands, "")
    text = str(raised.value)
    assert "commands.yaml:3:" in text and "did you mean 'pause'" in text
    assert "commands.yaml:4:" in text and "'much'" in text
    assert "commands.yaml:5:" in text and "'levle'" in text


def test_safety_cannot_be_left_out(tmp_path: Path) -> None:
    commands = "language: en\nintents: {stop: {data: [{sentences: [stop]}]}}\n"
    listening = (
        "language: en\nwake: [companion]\ngroups: {safety: [stop, paus]}\nmodes: {idle: {live: [sesion]}}\n"
    )
    with pytest.raises(BadInput) as raised:
        voice(tmp_path, commands, listening)
    text = str(raised.value)
    assert "must hold heat_off, help_call, hurts, red_flag" in text
    assert "'paus' is not in commands.yaml" in text and "unknown group 'sesion'" in text


def test_a_language_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="voices/xx/commands.yaml"):
        Language.load("xx", None, [tmp_path])
