"""Exercises and routines: YAML at the door, session types inside."""

from companion.library.reader import load, read

__all__ = ["load", "read"]
