"""Exercises at the door: what is shipped is sound, and every mistake is found."""

import pytest

from companion import config
from companion.errors import BadInput
from companion.library import load, read
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
        (("why:", "movements: [toe-touch]\nwhy:"), "too risky"),
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
