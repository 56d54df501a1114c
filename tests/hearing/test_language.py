"""The English language: what is said is understood, and only when it is listened for."""

import pytest

from companion.hearing.understanding import Language
from companion.session.intents import KINDS
from companion.session.listening import Mode

SAID = {
    "start bed routine": ("start", {"routine": "bed"}),
    "begin my breathing": ("start", {"routine": "breathing"}),
    "start the knee-to-chest rock": ("start", {"exercise": "knee-to-chest-rock"}),
    "pause": ("pause", {}),
    "carry on": ("resume", {}),
    "skip": ("next", {}),
    "say that again": ("repeat", {}),
    "start over": ("restart", {}),
    "end session": ("stop", {}),
    "other side": ("other_side", {}),
    "ten more seconds": ("extend", {"seconds": 10}),
    "That hurts!": ("hurts", {}),
    "sharp pain": ("hurts", {}),
    "it has passed": ("passed", {}),
    "pain level 6": ("pain", {"level": 6}),
    "pain level zero": ("pain", {"level": 0}),
    "stiffness forty minutes": ("stiffness", {"minutes": 40}),
    "stiffness 45 minutes": ("stiffness", {"minutes": 45}),
    "I’m in a flare": ("flare_start", {}),
    "the flare is over": ("flare_end", {}),
    "low energy": ("low_energy", {}),
    "I have chest pain": ("red_flag", {"sign": "chest_pain"}),
    "I have numbness": ("red_flag", {"sign": "numbness"}),
    "I fell": ("red_flag", {"sign": "fall"}),
    "I lost bladder control": ("red_flag", {"sign": "bladder"}),
    "I have a fever": ("red_flag", {"sign": "fever"}),
    "heat on": ("heat_on", {}),
    "heat for ten minutes": ("heat_on", {"minutes": 10}),
    "turn off the heating pad": ("heat_off", {}),
    "is the heat on": ("heat_status", {}),
    "cold pack timer": ("cold_timer", {}),
    "remind me in twenty minutes": ("remind", {"minutes": 20}),
    "snooze": ("snooze", {}),
    "snooze ten minutes": ("snooze", {"minutes": 10}),
    "not today": ("decline", {}),
    "what's next": ("whats_next", {}),
    "what time is it": ("time", {}),
    "how long left": ("remaining", {}),
    "what can I say": ("help", {}),
    "why this exercise": ("explain", {}),
    "show my week": ("show", {"view": "week"}),
    "show trends": ("show", {"view": "trends"}),
    "show journal": ("show", {"view": "journal"}),
    "night mode": ("night", {}),
    "stop listening": ("mute", {}),
    "start listening": ("listen", {}),
    "call for help": ("help_call", {}),
    "please pause": ("pause", {}),
    "pause, please": ("pause", {}),
}


@pytest.mark.parametrize("text", SAID)
def test_what_the_contract_names_is_understood(english: Language, text: str) -> None:
    understood = english.understand(text)
    assert understood.intent is not None
    assert (understood.intent.name, dict(understood.intent.slots)) == _filled(*SAID[text])


def _filled(name: str, slots: dict[str, object]) -> tuple[str, dict[str, object]]:
    from companion.session.intents import intent

    return name, dict(intent(name, **slots).slots)


def test_every_sentence_is_understood_as_its_own_intent(english: Language) -> None:
    sentences = english.sentences()
    assert sentences.keys() == KINDS.keys()
    wrong = [
        (text, name)
        for name, texts in sentences.items()
        for text in texts
        if (found := english.understand(text).intent) is None or found.name != name
    ]
    assert wrong == []


@pytest.mark.parametrize(
    "text", ["", "   ", "...", "bed retain", "pause the heat", "companion", "pain level 11"]
)
def test_what_is_no_command_means_nothing(english: Language, text: str) -> None:
    assert english.understand(text).intent is None


def test_the_wake_phrase_is_taken_off(english: Language) -> None:
    understood = english.understand("Companion, start bed routine")
    assert understood.woken and understood.text == "start bed routine"
    assert not english.understand("start bed routine").woken


SAFETY = ("stop", "that hurts", "heat off", "call for help", "i have chest pain")


@pytest.mark.parametrize("mode", Mode)
@pytest.mark.parametrize("text", SAFETY)
def test_what_makes_things_safer_is_heard_always(english: Language, mode: Mode, text: str) -> None:
    assert english.graph(mode).accepts(text.split())
    assert english.graph(mode).accepts(["companion", *text.split()])


HEARD = {
    ("idle", "start bed routine"): False,
    ("idle", "companion start bed routine"): True,
    ("idle", "heat on"): False,
    ("idle", "companion heat on"): True,
    ("idle", "companion"): True,
    ("idle", "pause"): False,
    ("session", "pause"): True,
    ("session", "ten more seconds"): True,
    ("session", "heat on"): False,
    ("session", "companion heat on"): True,
    ("speaking", "pause"): True,
    ("speaking", "yes"): False,
    ("speaking", "companion next"): True,
    ("asking", "yes"): True,
    ("asking", "no"): True,
    ("asking", "heat on"): False,
    ("muted", "pause"): False,
    ("muted", "companion pause"): False,
    ("muted", "companion start listening"): True,
}


@pytest.mark.parametrize(("mode", "text"), HEARD)
def test_the_policy_decides_what_is_heard(english: Language, mode: str, text: str) -> None:
    assert english.graph(Mode(mode)).accepts(text.split()) is HEARD[mode, text]


def test_a_woken_ear_hears_commands_without_the_phrase(english: Language) -> None:
    assert english.graph(Mode.IDLE, woken=True).accepts(["start", "bed", "routine"])


def test_a_sentence_is_final_when_no_longer_one_begins_with_it(english: Language) -> None:
    graph = english.graph(Mode.SESSION)
    assert graph.is_final(["start", "over"])
    assert not graph.is_final(["stop"])  # listening, the session
    assert graph.accepts(["stop"])


def test_the_covering_sentences_are_sentences_and_use_every_word(english: Language) -> None:
    graph = english.graph(Mode.SESSION)
    covering = list(graph.covering())
    assert all(graph.accepts(words) for words in covering)
    assert {word for words in covering for word in words} == graph.words
