"""Exercises at the door: what is shipped is sound, and every mistake is found."""

import pytest

from companion import config
from companion.errors import BadInput
from companion.library import load, read
from companion.library.wording import bare_command
from companion.session.routine import PhaseKind, steps

GOOD = """
id: stretch
name: Stretch
source: me
kind: stretch
position: back
why: It feels good.
phases:
  - {hold: 20 s, say: Hold it., cue: Hold}
"""


@pytest.fixture(scope="module")
def shipped():
    return load(config.data("exercises"))


def mistakes(tmp_path, text, name="stretch.yaml"):
    path = tmp_path / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text)
    return [str(mistake) for mistake in read([tmp_path])[1]]


def test_the_bed_routine_is_the_guides(shipped):
    plan = steps(shipped.routines["bed"], shipped)
    assert plan[0].kind is PhaseKind.WARM
    assert plan[0].milliseconds == 300_000
    holds = [step for step in plan if step.kind is PhaseKind.HOLD]
    assert [(step.side, step.repetition) for step in holds] == [
        (side, number) for side in ("left", "right") for number in (1, 2, 3)
    ]
    assert {step.milliseconds for step in holds} == {20_000}
    cat_cow = [step.milliseconds for step in plan if step.exercise == "cat-cow-on-back"]
    assert cat_cow == [60_000]
    assert [step.kind for step in plan[-2:]] == [PhaseKind.CHANGE, PhaseKind.CHANGE]
    assert shipped.routines["bed"].offer == "breathing"


def test_breathing_is_five_minutes_of_four_in_and_six_out(shipped):
    (breath,) = steps(shipped.routines["breathing"], shipped)
    assert (breath.milliseconds, breath.inhale, breath.exhale) == (300_000, 4_000, 6_000)


def test_half_a_dose_is_half_the_repetitions(shipped):
    rock = shipped.exercises["knee-to-chest-rock"]
    half = [step for step in steps(shipped.routines["bed"], shipped, 0.5) if step.exercise == rock.id]
    assert max(step.repetitions for step in half) == 2


def test_a_good_file_is_good(tmp_path):
    assert mistakes(tmp_path, GOOD) == []


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("hold: 20 s", "hodl: 20 s"), "did you mean"),
        (("hold: 20 s", "hold: 3 min"), "between 1 s and 2 min"),
        (("hold: 20 s", "hold: a while"), "is no duration"),
        (("hold: 20 s", "hold: 20 s, move: 5 s"), "exactly one"),
        (("say: Hold it.", "say: 'Hold the {side} leg.'"), "sides is none"),
        (("why:", "sides: alternate\nwhy:"), "no phase says"),
        (("say: Hold it.", "say: Now. Stop. Hold it."), "spoken command"),
        (("say: Hold it.", "say: 'Hold the {leg}.'"), "only {side} is"),
        (("name: Stretch", "name: Stop"), "spoken command"),
        (("hold: 20 s", "breathe: 1 min"), "belong together"),
        (("cue: Hold}", "cue: Hold, cues: [{at: 20 s, say: Let go.}]}"), "after the end of its phase"),
        (("why:", "movements: [toe-touch]\nwhy:"), "too risky"),
        (("why:", "movements: [deep-twists]\nwhy:"), "too risky"),
        (("id: stretch", "id: sit-ups"), "too risky"),
        (("why:", "override: {stretch: me}\nwhy:"), "needs no override"),
        (("name: Stretch\n", "name: Stretch\nname: Other\n"), "'name' is here twice"),
        (("id: stretch", "id: Not An Id"), "id"),
        (("name: Stretch\n", ""), "name"),
    ],
)
def test_every_mistake_is_found_with_its_place(tmp_path, change, said):
    found = mistakes(tmp_path, GOOD.replace(*change))
    assert any(said in line for line in found), found
    assert all(line.split(":")[1].isdigit() for line in found)


def test_a_routine_that_names_nothing_says_the_nearest(tmp_path):
    (tmp_path / "stretch.yaml").write_text(GOOD)
    text = "id: r\nname: R\nsource: me\nexercises: [strech]\noffer: nowhere\n"
    found = mistakes(tmp_path, text, "routines/r.yaml")
    assert "4:13: there is no exercise 'strech'; did you mean 'stretch'?" in found[0]
    assert len(found) == 2


def test_load_refuses_with_everything_at_once(tmp_path):
    (tmp_path / "a.yaml").write_text("id: [")
    (tmp_path / "b.yaml").write_text(GOOD.replace("hold", "hodl"))
    with pytest.raises(BadInput) as caught:
        load([tmp_path])
    assert len(str(caught.value).splitlines()) >= 2


def test_mistakes_of_every_sort_come_in_one_pass(tmp_path):
    text = GOOD.replace("hold: 20 s, say: Hold it.", "hold: 5 min, say: 'Hold the {side} leg.'")
    found = mistakes(tmp_path, text.replace("why:", "movements: [sit-up]\nwhy:"))
    places = [line.removeprefix(f"{tmp_path}/stretch.yaml:").split(": ")[0] for line in found]
    assert places == ["7:13", "10:6", "10:19"]


def test_a_named_override_lets_a_risky_movement_in(tmp_path):
    allowed = "movements: [sit-up]\noverride: {sit-up: my physiotherapist}\nwhy:"
    assert mistakes(tmp_path, GOOD.replace("why:", allowed)) == []


def test_an_id_belongs_to_one_file(tmp_path):
    (tmp_path / "a.yaml").write_text(GOOD)
    (found,) = mistakes(tmp_path, GOOD)
    assert f"stretch.yaml:2:1: 'stretch' is already the id of {tmp_path}/a.yaml" in found


def test_the_users_own_file_overrides_the_packaged_one(tmp_path):
    (tmp_path / "mine.yaml").write_text(GOOD.replace("id: stretch", "id: cat-cow-on-back"))
    assert load([*config.data("exercises"), tmp_path]).exercises["cat-cow-on-back"].name == "Stretch"


def test_an_exercise_with_a_mistake_is_not_also_called_unknown(tmp_path):
    (tmp_path / "stretch.yaml").write_text(GOOD.replace("hold: 20 s", "hold: soon"))
    found = mistakes(tmp_path, "id: r\nname: R\nsource: me\nexercises: [stretch]\n", "routines/r.yaml")
    assert len(found) == 1


@pytest.mark.parametrize(
    "text",
    ["", "- a\n- b\n", "just words\n", "id: 2026-99-99\n", "&a [*a]\n", "a: \x00\n", "? {b: c}\n: d\n"],
)
def test_whatever_the_file_holds_is_a_mistake_and_no_crash(tmp_path, text):
    assert mistakes(tmp_path, text)
    assert mistakes(tmp_path, text, "routines/r.yaml")


def test_the_packaged_words_never_command_the_companion(shipped):
    spoken = [step.say for routine in shipped.routines.values() for step in steps(routine, shipped)]
    spoken += [
        cue.say
        for routine in shipped.routines.values()
        for step in steps(routine, shipped)
        for cue in step.cues
    ]
    assert len(spoken) > 15
    assert [text for text in spoken if bare_command(text)] == []


def test_the_bed_routine_moves_for_about_four_minutes(shipped):
    moved = [
        step
        for step in steps(shipped.routines["bed"], shipped)
        if step.kind in (PhaseKind.HOLD, PhaseKind.MOVE)
    ]
    assert sum(step.milliseconds for step in moved) == 240_000
    assert {step.side for step in moved} == {"left", "right", None}
