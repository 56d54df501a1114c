"""Text as it is spoken: small letters, numbers as words, no punctuation."""

import re
from functools import lru_cache

_NOT_SAID = re.compile(r"[^\w\s']|_")
_HYPHEN = re.compile(r"[-‐-―]")
_NUMBER = re.compile(r"\d+")


def normalised(text: str) -> str:
    """Small letters and single blanks, apostrophes kept; blanks at the ends are kept too."""
    plain = _HYPHEN.sub(" ", text.casefold().replace("’", "'"))
    return re.sub(r"\s+", " ", _NOT_SAID.sub(" ", plain))


def spoken(text: str, language: str) -> tuple[str, ...]:
    """The words of a typed or heard text, as they would be said."""
    worded = _NUMBER.sub(lambda found: f" {_said(found.group(), language)} ", text)
    return tuple(normalised(worded).split())


def _said(digits: str, language: str) -> str:
    return number_words(int(digits), language) if len(digits) <= 6 else digits


@lru_cache(maxsize=4096)
def number_words(number: int, language: str) -> str:
    """A number as it is said: 45 is "forty five"."""
    from hassil.numbers import get_rbnf_engine

    texts = get_rbnf_engine(language).format_number(number).text_by_ruleset
    return normalised(texts.get("spellout-cardinal") or next(iter(texts.values())))
