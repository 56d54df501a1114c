"""Errors that a person reads: one sentence that says what is wrong, where, and what to do."""


class CompanionError(Exception):
    """It failed while running; the command line prints it and exits 1."""


class BadInput(CompanionError):
    """The person's input or files are wrong; exits 2."""
