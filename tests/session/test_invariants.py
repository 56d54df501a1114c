"""Whatever is said, whenever: the core does not crash, and the pad obeys its rules."""

from hypothesis import given, settings
from hypothesis import strategies as st

from companion.session import intents
from companion.session.effects import PadOff, PadOn
from companion.session.engine import advance, wake_at
from companion.session.events import (
    Commanded,
    EdgeChanged,
    NotUnderstood,
    PadReachable,
    PadReported,
    ServiceStopping,
    Source,
    SpeechEnded,
    Woke,
)
from companion.session.heat import ABSOLUTE_LIMIT
from companion.session.snapshot import snapshot
from companion.session.state import MINUTE, Settings, State
from tests.session.story import LIBRARY, LINES

SLOTTED = (
    st.builds(intents.Start, routine=st.sampled_from(["bed", "breathing", "nonsense"]))
    | st.builds(intents.Start, exercise=st.sampled_from(["rock", "sit-up", "breathing"]))
    | st.builds(intents.Extend, seconds=st.integers(-50, 500))
    | st.builds(intents.HeatOn, minutes=st.none() | st.integers(-5, 500))
    | st.builds(intents.Pain, level=st.integers(-3, 30))
    | st.builds(intents.Stiffness, minutes=st.integers(-3, 3000))
    | st.builds(intents.Remind, minutes=st.integers(-3, 3000))
    | st.builds(intents.Snooze, minutes=st.none() | st.integers(-3, 3000))
    | st.builds(intents.ColdTimer, minutes=st.none() | st.integers(-3, 3000))
)
PLAIN = st.sampled_from(list(intents.NAMES)).map(lambda kind: kind())
COMMANDS = st.builds(
    Commanded, SLOTTED | PLAIN | st.just(intents.Yes()), st.just("x"), st.sampled_from(Source)
)
EVENTS = (
    COMMANDS
    | COMMANDS
    | st.builds(SpeechEnded, st.integers(0, 60))
    | st.builds(PadReported, st.booleans())
    | st.builds(PadReachable, st.booleans())
    | st.builds(NotUnderstood, st.text(max_size=8), st.just("no"))
    | st.builds(EdgeChanged, st.sampled_from(["microphone", "broker"]), st.sampled_from(["", "gone"]))
    | st.just(Woke())
)
STORIES = st.lists(st.tuples(EVENTS, st.integers(0, 400_000)), max_size=60)


def fresh(limit: int = 15 * MINUTE) -> State:
    return State(library=LIBRARY, lines=LINES, settings=Settings(pad_configured=True, heat_limit=limit))


def play(story, state):
    """Yield (now, event, effects, state) of the story and of every wake-up between."""
    now = 0
    for event, gap in story:
        until = now + gap
        while (due := wake_at(state)) is not None and due <= until:
            now = max(now, due)
            state, effects = advance(state, Woke(), now)
            yield now, Woke(), effects, state
        now = until
        state, effects = advance(state, event, now)
        yield now, event, effects, state
    state, effects = advance(state, ServiceStopping(), now)
    yield now, ServiceStopping(), effects, state


@settings(max_examples=300, deadline=None)
@given(STORIES, st.sampled_from([1, 15, 20, 90]))
def test_the_pad_is_never_on_without_an_end_and_never_too_long(story, limit):
    on_since = None
    for now, _event, effects, state in play(story, fresh(limit * MINUTE)):
        for effect in effects:
            if isinstance(effect, PadOn):
                assert 60 <= effect.seconds <= min(limit * MINUTE, ABSOLUTE_LIMIT) // 1000
                assert on_since is None, "an ON while it is on would restart the countdown"
                on_since = now
            elif isinstance(effect, PadOff):
                on_since = None
        if on_since is not None:
            assert now - on_since <= ABSOLUTE_LIMIT
            assert state.heat.until > now
    assert on_since is None


@settings(max_examples=300, deadline=None)
@given(STORIES)
def test_heat_needs_a_fresh_yes_at_the_bedside(story):
    for _now, event, effects, _state in play(story, fresh()):
        if any(isinstance(effect, PadOn) for effect in effects):
            assert isinstance(event, Commanded)
            assert event.source is Source.BEDSIDE
            assert event.intent.name in ("yes", "heat_on")


@settings(max_examples=200, deadline=None)
@given(STORIES)
def test_stop_always_ends_the_session_and_the_heat(story):
    for now, _event, _effects, state in play(story, fresh()):
        after, effects = advance(state, Commanded(intents.Stop(), "stop"), now)
        assert after.session is None
        assert any(isinstance(effect, PadOff) for effect in effects)


@settings(max_examples=200, deadline=None)
@given(STORIES)
def test_the_same_story_gives_the_same_effects_and_a_snapshot_always(story):
    first = [(now, effects, snapshot(state, now)) for now, _, effects, state in play(story, fresh())]
    again = [(now, effects, snapshot(state, now)) for now, _, effects, state in play(story, fresh())]
    assert first == again


@settings(max_examples=200, deadline=None)
@given(STORIES, st.integers(1, 200_000))
def test_a_late_wake_up_changes_nothing(story, late):
    state, now = fresh(), 0
    for event, gap in story:
        now += gap
        state, _ = advance(state, event, now)
    prompt, given_promptly, end = state, [], now + late
    while (due := wake_at(prompt)) is not None and due <= end:
        prompt, effects = advance(prompt, Woke(), due)
        given_promptly += effects
    prompt, effects = advance(prompt, Woke(), end)
    delayed, given_late = advance(state, Woke(), end)
    assert delayed == prompt
    assert list(given_late) == [*given_promptly, *effects]
