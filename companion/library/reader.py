"""Reads every exercise and routine file, and finds every mistake at once."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from companion.documents import Document, Mistake, nearest
from companion.errors import BadInput
from companion.library.schema import ExerciseFile, RoutineFile
from companion.library.sense import exercise_mistakes
from companion.session.routine import Exercise, Library, Routine


def load(folders: Iterable[Path]) -> Library:
    """Everything in the folders (later ones override by id); BadInput with every mistake."""
    library, mistakes = read(folders)
    if mistakes:
        raise BadInput("\n".join(str(mistake) for mistake in mistakes))
    return library


def read(folders: Iterable[Path]) -> tuple[Library, list[Mistake]]:
    """What could be read, and what is wrong with the rest."""
    shelves = [_Shelf(folder) for folder in folders]
    exercises, routines = _ids(shelves, "exercises"), _ids(shelves, "routines")
    for shelf in shelves:
        shelf.refuse_doubles()
        for document in shelf.routines:
            _refuse_unknown(document, exercises, routines)
    library = Library(
        {found.id: found for shelf in shelves for found in shelf.read_exercises()},
        {found.id: found for shelf in shelves for found in shelf.read_routines()},
    )
    return library, [mistake for shelf in shelves for mistake in shelf.mistakes()]


class _Shelf:
    """One folder of exercises with its `routines/`."""

    def __init__(self, folder: Path) -> None:
        paths = sorted(path for path in folder.rglob("*") if path.suffix in (".yaml", ".yml"))
        self.routines = [Document(path) for path in paths if path.parent.name == "routines"]
        self.exercises = [Document(path) for path in paths if path.parent.name != "routines"]

    def refuse_doubles(self) -> None:
        """Inside one folder an id belongs to one file."""
        for documents in (self.exercises, self.routines):
            first: dict[str, Path] = {}
            for document in documents:
                name = _id(document)
                if name and first.setdefault(name, document.path) != document.path:
                    document.mistake(("id",), f"{name!r} is already the id of {first[name]}")

    def read_exercises(self) -> Iterable[Exercise]:
        """Those that are sound; the others get their mistakes noted."""
        for document in self.exercises:
            for keys, text in exercise_mistakes(document.data):
                document.mistake(keys, text)
            if parsed := document.parse(ExerciseFile):
                yield parsed.exercise()

    def read_routines(self) -> Iterable[Routine]:
        """Those that are sound; the others get their mistakes noted."""
        for document in self.routines:
            if parsed := document.parse(RoutineFile):
                yield parsed.routine()

    def mistakes(self) -> list[Mistake]:
        """Every mistake, file by file, from top to bottom."""
        found = [mistake for document in (*self.exercises, *self.routines) for mistake in document.mistakes]
        return sorted(found, key=lambda mistake: (mistake.path, mistake.line, mistake.column))


def _id(document: Document) -> str | None:
    return str(document.data["id"]) if isinstance(document.data, dict) and "id" in document.data else None


def _ids(shelves: Sequence[_Shelf], kind: str) -> list[str]:
    """Also those of files with mistakes, so that one mistake is not told twice."""
    documents: list[Document] = [document for shelf in shelves for document in getattr(shelf, kind)]
    return [name for document in documents if (name := _id(document))]


def _refuse_unknown(document: Document, exercises: Sequence[str], routines: Sequence[str]) -> None:
    data: dict[str, Any] = document.data if isinstance(document.data, dict) else {}
    listed = data.get("exercises")
    for number, name in enumerate(listed if isinstance(listed, list) else []):
        if str(name) not in exercises:
            hint = nearest(str(name), exercises)
            document.mistake(("exercises", number), f"there is no exercise {name!r}{hint}")
    offer = data.get("offer")
    if offer is not None and str(offer) not in routines:
        document.mistake(("offer",), f"there is no routine {offer!r}{nearest(str(offer), routines)}")
