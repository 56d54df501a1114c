"""The bed routine, told as stories."""

import pytest

from companion.session.effects import Chime, CutSpeech, PadOff, PadOn
from companion.session.engine import advance
from companion.session.events import PadReachable, PadReported, Source, Woke
from companion.session.state import HeatPhase, Running
from tests.session.story import Story


def started(**options) -> Story:
    story = Story(**options)
    story.say("start", routine="bed")
    return story


def exercising() -> Story:
    story = started(pad=False)
    story.wait(12)
    assert story.state.session.running is Running.TIMING
    return story


def test_the_bed_routine_warms_guides_and_offers_breathing():
    story = started()
    assert story.state.question.kind == "warm_up"
    assert story.all(PadOn) == []
    story.say("yes")
    assert [effect.seconds for _, effect in story.all(PadOn)] == [300]
    story.wait(301)
    assert story.state.heat.phase is HeatPhase.OFF
    assert story.state.session.step.exercise == "rock"
    story.wait(150)
    assert story.state.session.step.exercise == "sit-up"
    story.say("ready")
    assert story.state.session is None
    assert story.state.question.intent.routine == "breathing"
    story.say("yes")
    story.wait(90)
    assert story.published().count("session_finished") == 2


def test_without_an_answer_it_asks_twice_and_goes_on_cold():
    story = started()
    story.wait(61)
    assert story.all(PadOn) == []
    assert story.state.session.step.exercise == "rock"
    assert story.said().count("Shall I warm the pad for 5 minutes first?") == 2


def test_without_a_pad_it_says_so_once():
    story = started(pad=False)
    story.say("stop")
    story.say("start", routine="bed")
    assert story.said().count("No heating pad is set up, so we go without heat.") == 1


def test_a_hold_starts_when_its_cue_has_been_spoken():
    story = started(pad=False)
    assert story.state.session.running is Running.ANNOUNCING
    story.wait(1)
    assert story.state.session.running is Running.ANNOUNCING
    story.wait(11)
    assert story.state.session.running is Running.TIMING


def test_a_voice_that_never_answers_does_not_stall_the_session():
    story = started(pad=False)
    state = story.state
    state, _ = advance(state, Woke(), 60_000)
    assert state.session.running is not Running.ANNOUNCING or state.session.index > 0


def test_pause_and_resume_are_exact():
    story = exercising()
    story.wait(3)
    left = story.state.session.until - story.now
    story.say("pause")
    story.wait(600)
    story.say("resume")
    assert story.state.session.until - story.now == left


@pytest.mark.parametrize("word", ["stop", "hurts", "heat_off"])
def test_the_safe_words_cut_speech_then_switch_off_before_anything_else(word):
    story = started()
    story.say("yes")
    effects = story.say(word)
    assert isinstance(effects[0], CutSpeech)
    assert isinstance(effects[1], PadOff)
    assert not story.pad_on


def test_that_hurts_ends_that_exercise_for_the_day():
    story = exercising()
    story.say("hurts")
    assert story.state.session.step.exercise == "sit-up"
    assert story.state.session.running is Running.PAUSED
    assert "exercise_on_hold" in story.published()
    story.say("stop")
    story.say("start", exercise="rock")
    assert story.state.session is None
    story.now += 19 * 3600 * 1000
    story.say("start", exercise="rock")
    assert story.state.session is not None


def test_other_side_starts_the_exercise_on_the_other_side():
    story = exercising()
    assert story.state.session.step.side == "left"
    story.say("other_side")
    assert (story.state.session.step.side, story.state.session.step.repetition) == ("right", 1)
    story.say("other_side")
    assert (story.state.session.step.side, story.state.session.step.repetition) == ("left", 1)


def test_ten_more_seconds_never_make_a_hold_longer_than_two_minutes():
    story = exercising()
    for _ in range(30):
        story.say("extend", seconds=10)
    assert story.state.session.total == 120_000


def test_a_flare_halves_and_keeps_only_the_gentle():
    story = Story(pad=False)
    story.say("flare_start")
    story.say("start", routine="bed")
    steps = story.state.session.steps
    assert {step.exercise for step in steps} == {"warm-up", "rock"} - {"warm-up"} | {"warm-up"}
    assert max(step.repetitions for step in steps) == 1


def test_breathing_is_paced_by_two_tones():
    story = Story(pad=False)
    story.say("start", routine="breathing")
    story.wait(65)
    tones = [(at, effect.name) for at, effect in story.all(Chime) if effect.name in ("inhale", "exhale")]
    assert len(tones) == 12
    assert [later[0] - earlier[0] for earlier, later in zip(tones, tones[1:], strict=False)][:3] == [
        4000,
        6000,
        4000,
    ]


def test_heat_has_an_end_a_limit_and_a_rest():
    story = Story()
    story.say("heat_on", minutes=60)
    assert story.all(PadOn)[-1][1].seconds == 900
    story.wait(901)
    assert not story.pad_on
    story.say("heat_on")
    assert len(story.all(PadOn)) == 1
    story.wait(20 * 60)
    story.say("heat_on")
    assert len(story.all(PadOn)) == 2


def test_short_warm_ups_cannot_add_up_past_the_limit():
    story = Story()
    for _ in range(8):
        story.say("heat_on", minutes=4)
        story.wait(200)
        story.say("heat_off")
    assert story.state.heat.rest_until > story.now
    assert len(story.all(PadOn)) <= 5


def test_a_silent_pad_is_switched_off_and_reported():
    story = Story(pad_answers=False)
    story.wait(15)
    story.say("heat_on")
    story.wait(4)
    assert "heat_failed" in story.published()
    story.wait(30)
    assert story.state.heat.phase is HeatPhase.FAILED
    assert len(story.all(PadOff)) >= 5
    story.tell(PadReported(False))
    assert story.state.heat.phase is HeatPhase.OFF


def test_a_pad_that_comes_on_by_itself_raises_the_alarm():
    story = Story()
    story.tell(PadReported(True))
    assert "heat_failed" in story.published()
    assert not story.pad_on


def test_a_lost_pad_is_told_off_when_it_is_back():
    story = started()
    story.say("yes")
    story.tell(PadReachable(False))
    assert story.state.session.step.exercise == "rock"
    story.effects.clear()
    story.tell(PadReachable(True))
    assert isinstance(story.effects[0][1], PadOff)


@pytest.mark.parametrize(("name", "slots"), [("heat_on", {"minutes": 5}), ("start", {"routine": "bed"})])
def test_from_afar_heat_and_sessions_are_only_asked_for(name, slots):
    story = Story()
    story.say(name, Source.REMOTE, **slots)
    assert story.all(PadOn) == []
    assert story.state.session is None
    story.say("yes", Source.REMOTE)
    assert story.state.question is not None
    story.say("yes")
    assert story.all(PadOn) or story.state.session


def test_a_red_flag_ends_everything_and_says_get_help():
    story = exercising()
    story.say("red_flag", sign="chest pain")
    assert story.state.session is None
    assert story.said()[-1] == "Stop. Do not move on. Get medical help now."
