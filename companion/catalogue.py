"""What there is, and whether it is sound: for `exercises`, `routines` and `check`."""

from pathlib import Path
from typing import Any

from companion import config, library
from companion.documents import Document, Mistake, nearest
from companion.errors import BadInput
from companion.home.profile import Profile
from companion.session.routine import Exercise, Routine, exercise_steps, steps


def exercise_rows(wanted: str | None = None) -> list[dict[str, Any]]:
    """Every exercise, or the one that is wanted."""
    found = library.load(config.data("exercises")).exercises
    return [_exercise(exercise) for exercise in _chosen(found, wanted, "exercise")]


def _chosen(found: Any, wanted: str | None, kind: str) -> list[Any]:
    if wanted is None:
        return list(found.values())
    if wanted not in found:
        raise BadInput(f"There is no {kind} {wanted!r}{nearest(wanted, list(found))}")
    return [found[wanted]]


def _exercise(exercise: Exercise) -> dict[str, Any]:
    return {
        "id": exercise.id,
        "name": exercise.name,
        "source": exercise.source,
        "kind": exercise.kind,
        "position": exercise.position,
        "movements": list(exercise.movements),
        "gentle": exercise.gentle,
        "dose": {
            "repetitions": exercise.repetitions,
            "sides": exercise.sides.value,
            "seconds": sum(step.milliseconds for step in exercise_steps(exercise)) // 1000,
        },
    }


def routine_rows(wanted: str | None = None) -> list[dict[str, Any]]:
    """Every routine, or the one that is wanted."""
    found = library.load(config.data("exercises"))
    return [_routine(routine, found) for routine in _chosen(found.routines, wanted, "routine")]


def _routine(routine: Routine, found: Any) -> dict[str, Any]:
    def seconds(dose: float) -> int:
        return sum(step.milliseconds for step in steps(routine, found, dose)) // 1000

    return {
        "id": routine.id,
        "name": routine.name,
        "exercises": list(routine.exercises),
        "seconds": seconds(1.0),
        "seconds_half": seconds(0.5),
        "source": routine.source,
    }


def check(paths: list[Path]) -> list[Mistake]:
    """Every mistake in the named files and folders, or in all that is in force."""
    if missing := [path for path in paths if not path.exists()]:
        raise BadInput(f"There is nothing at {missing[0]}: check the path.")
    if not paths:
        return [*_settings(config.path()), *_exercises([]), *_pads(), *_voices()]
    return [mistake for path in paths for mistake in _one(path)]


def _one(path: Path) -> list[Mistake]:
    if path.is_dir():
        return _exercises([path])
    document = Document(path)
    if document.mistakes:
        return document.mistakes
    if isinstance(document.data, dict) and ("phases" in document.data or "exercises" in document.data):
        return [mistake for mistake in _exercises([path.parent]) if mistake.path == path]
    if isinstance(document.data, dict) and "counts_down" in document.data:
        document.parse(Profile)
        return document.mistakes
    return _settings(path)


def _settings(path: Path) -> list[Mistake]:
    document = Document(path)
    document.parse(config.Config)
    return document.mistakes


def _exercises(more: list[Path]) -> list[Mistake]:
    return library.read([*config.data("exercises"), *more])[1]


def _pads() -> list[Mistake]:
    documents = [Document(path) for folder in config.data("pads") for path in sorted(folder.glob("*.yaml"))]
    for document in documents:
        document.parse(Profile)
    return [mistake for document in documents for mistake in document.mistakes]


def _voices() -> list[Mistake]:
    documents = [
        Document(path) for folder in config.data("voices") for path in sorted(folder.rglob("*.yaml"))
    ]
    return [mistake for document in documents for mistake in document.mistakes]
