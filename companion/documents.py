"""YAML that knows where it stands: every mistake with file, line and column."""

import difflib
import re
import typing
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

Model = TypeVar("Model", bound=BaseModel)


@dataclass(frozen=True)
class Mistake:
    """One thing that is wrong in one place of a file."""

    path: Path
    line: int
    column: int
    text: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}: {self.text}"


class Yaml(yaml.SafeLoader):
    """YAML 1.2's booleans: `on`, `off`, `yes` and `no` are words, as people mean them."""


Yaml.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:bool"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
Yaml.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"^(?:true|false)$"), list("tf"))


class Document:
    """A YAML file, and where each of its values stands."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.mistakes: list[Mistake] = []
        self.data: Any = {}
        self._node: yaml.Node | None = None
        self._readable = False
        self._read()

    def _read(self) -> None:
        try:
            text = self.path.read_text(encoding="utf-8")
            self._node = yaml.compose(text, Loader=Yaml)
            self.data = yaml.load(text, Loader=Yaml) or {}  # Yaml is a SafeLoader
        except (OSError, UnicodeDecodeError) as error:
            self.mistakes.append(Mistake(self.path, 1, 1, f"cannot be read: {error}"))
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark
            line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
            self.mistakes.append(Mistake(self.path, line, column, f"is not YAML: {error.problem}"))
        except (yaml.YAMLError, ValueError, RecursionError) as error:  # ValueError: 2026-13-45 is no date
            self.mistakes.append(Mistake(self.path, 1, 1, f"is not YAML: {error}".splitlines()[0]))
        else:
            self._readable = True
            self.mistakes += [self._double(name) for name in _doubles(self._node, set())]

    def _double(self, name: yaml.Node) -> Mistake:
        mark = name.start_mark
        return Mistake(self.path, mark.line + 1, mark.column + 1, f"{name.value!r} is here twice: keep one")

    def where(self, keys: Sequence[str | int]) -> tuple[int, int]:
        """Line and column of the value (or the nearest thing around it) at `keys`."""
        node, mark = self._node, self._node.start_mark if self._node else None
        for key in keys:
            found = _child(node, key)
            if found is None:
                break
            named, node = found
            mark = named.start_mark
        return (mark.line + 1, mark.column + 1) if mark else (1, 1)

    def mistake(self, keys: Sequence[str | int], text: str) -> None:
        """Note a mistake at `keys`."""
        self.mistakes.append(Mistake(self.path, *self.where(keys), text))

    def parse(self, model: type[Model]) -> Model | None:
        """The file as `model`; None, with every mistake noted, if it does not fit."""
        if not self._readable:
            return None
        try:
            parsed = model.model_validate(self.data)
        except ValidationError as error:
            for detail in error.errors():
                self.mistake(_keys(detail["loc"]), explain(model, detail))
            return None
        return None if self.mistakes else parsed


def _keys(location: tuple[str | int, ...]) -> tuple[str | int, ...]:
    return tuple(key for key in location if not (isinstance(key, str) and key.startswith("function-")))


def _doubles(node: yaml.Node | None, seen: set[int]) -> Iterator[yaml.Node]:
    """Keys that stand twice in a mapping, where YAML's parser silently keeps the last; an alias can be a loop."""
    if node is None or id(node) in seen or isinstance(node, yaml.ScalarNode):
        return
    seen.add(id(node))
    known: set[Any] = set()
    for child in node.value:
        name, value = child if isinstance(node, yaml.MappingNode) else (None, child)
        if isinstance(name, yaml.ScalarNode):
            if name.value in known:
                yield name
            known.add(name.value)
        yield from _doubles(value, seen)


def _child(node: yaml.Node | None, key: str | int) -> tuple[yaml.Node, yaml.Node] | None:
    if isinstance(node, yaml.MappingNode):
        return next(((name, value) for name, value in node.value if name.value == str(key)), None)
    if isinstance(node, yaml.SequenceNode) and isinstance(key, int) and key < len(node.value):
        return node.value[key], node.value[key]
    return None


def explain(model: type[BaseModel], detail: Any) -> str:
    """One of pydantic's findings in plain words, with the nearest known key."""
    keys = ".".join(str(key) for key in _keys(detail["loc"]))
    if detail["type"] == "extra_forbidden":
        name = str(detail["loc"][-1])
        return f"unknown key {keys!r}{nearest(name, _known(model, detail['loc'][:-1]))}"
    if detail["type"] == "missing":
        return f"{keys!r} is missing"
    if detail["type"] == "model_type":
        return f"{keys}: write `key: value` lines here".removeprefix(": ")
    message = detail["msg"].removeprefix("Value error, ").replace("Input should be", "must be")
    return f"{keys}: {message}".removeprefix(": ")


def nearest(name: str, known: Sequence[str]) -> str:
    """`; did you mean 'x'?` where something known is near."""
    near = difflib.get_close_matches(name, known, n=1, cutoff=0.5)
    return f"; did you mean {near[0]!r}?" if near else ""


def _known(model: type[BaseModel], location: Sequence[str | int]) -> list[str]:
    """The keys that the model knows at `location`."""
    current: Any = model
    for key in location:
        if isinstance(key, str) and key in current.model_fields:
            current = _model_in(current.model_fields[key].annotation) or current
    return [*current.model_fields]


def _model_in(annotation: Any) -> type[BaseModel] | None:
    found = (annotation, *typing.get_args(annotation))
    return next((one for one in found if isinstance(one, type) and issubclass(one, BaseModel)), None)
