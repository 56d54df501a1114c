"""Reads every exercise and routine file, and finds every mistake at once."""

from collections.abc import Iterable
from pathlib import Path

from companion.documents import Document, Mistake, nearest
from companion.errors import BadInput
from companion.library.schema import ExerciseFile, RoutineFile
from companion.session.routine import Library, Routine


def load(folders: Iterable[Path]) -> Library:
    """Everything in the folders (later ones override by id); BadInput with every mistake."""
    library, mistakes = read(folders)
    if mistakes:
        raise BadInput("\n".join(str(mistake) for mistake in mistakes))
    return library


def read(folders: Iterable[Path]) -> tuple[Library, list[Mistake]]:
    """What could be read, and what is wrong with the rest."""
    exercises, routines, mistakes = {}, {}, []
    documents: list[tuple[Document, Routine]] = []
    for document in _documents(folders):
        if document.path.parent.name == "routines":
            if found := document.parse(RoutineFile):
                routines[found.id] = found.routine()
                documents.append((document, routines[found.id]))
        elif exercise := document.parse(ExerciseFile):
            exercises[exercise.id] = exercise.exercise()
        mistakes += document.mistakes
    library = Library(exercises, routines)
    for document, routine in documents:
        mistakes += _dangling(document, routine, library)
    return library, mistakes


def _documents(folders: Iterable[Path]) -> list[Document]:
    paths = [path for folder in folders for path in sorted(folder.rglob("*.yaml"))]
    return [Document(path) for path in paths]


def _dangling(document: Document, routine: Routine, library: Library) -> list[Mistake]:
    for number, name in enumerate(routine.exercises):
        if name not in library.exercises:
            hint = nearest(name, list(library.exercises))
            document.mistake(("exercises", number), f"there is no exercise {name!r}{hint}")
    if routine.offer and routine.offer not in library.routines:
        hint = nearest(routine.offer, list(library.routines))
        document.mistake(("offer",), f"there is no routine {routine.offer!r}{hint}")
    return document.mistakes
