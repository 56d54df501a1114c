"""The house rules that a formatter does not keep: small modules, small functions, one tree."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
MODULES = sorted((ROOT / "companion").rglob("*.py"))
LONGEST_MODULE, LONGEST_FUNCTION = 400, 60
FOREIGN_NOUNS = {"utils", "helpers", "managers", "base", "common", "misc"}


def functions(module):
    tree = ast.parse(module.read_text(encoding="utf-8"))
    return [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]


def lines(function):
    return (function.end_lineno or function.lineno) - function.lineno + 1


@pytest.mark.parametrize("module", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_is_small(module):
    assert len(module.read_text(encoding="utf-8").splitlines()) <= LONGEST_MODULE
    assert {found.name: lines(found) for found in functions(module) if lines(found) > LONGEST_FUNCTION} == {}


def test_nine_functions_of_ten_are_short():
    lengths = sorted(lines(found) for module in MODULES for found in functions(module))
    assert lengths[len(lengths) * 9 // 10] <= 25
    assert lengths[len(lengths) // 2] <= 8


def test_folders_are_nouns_of_the_bedside():
    assert {path.stem for path in (ROOT / "companion").rglob("*")} & FOREIGN_NOUNS == set()


def test_no_module_is_without_a_word_on_what_it_is():
    silent = [
        str(path)
        for path in MODULES
        if path.stat().st_size and not ast.get_docstring(ast.parse(path.read_text()))
    ]
    assert silent == []
