"""Block digits, readable from the pillow: 5 by 7 patterns, scaled to the space there is."""

PATTERNS = {
    "0": ("01110", "10001", "10001", "10001", "10001", "10001", "01110"),
    "1": ("00100", "01100", "00100", "00100", "00100", "00100", "01110"),
    "2": ("01110", "10001", "00001", "00110", "01000", "10000", "11111"),
    "3": ("11110", "00001", "00001", "01110", "00001", "00001", "11110"),
    "4": ("00010", "00110", "01010", "10010", "11111", "00010", "00010"),
    "5": ("11111", "10000", "11110", "00001", "00001", "10001", "01110"),
    "6": ("01110", "10000", "10000", "11110", "10001", "10001", "01110"),
    "7": ("11111", "00001", "00010", "00100", "01000", "01000", "01000"),
    "8": ("01110", "10001", "10001", "01110", "10001", "10001", "01110"),
    "9": ("01110", "10001", "10001", "01111", "00001", "00001", "01110"),
    ":": ("0", "0", "1", "0", "1", "0", "0"),
    " ": ("0", "0", "0", "0", "0", "0", "0"),
}
ROWS = 7


def rows(text: str, width: int, height: int) -> list[str]:
    """The text as lines of `#` and spaces, as large as fits `width` by `height` cells."""
    units = sum(len(PATTERNS[letter][0]) for letter in text) + len(text) - 1
    tall = max(1, height // ROWS)
    wide = max(1, min(width // units, tall * 2 + 1))
    tall = max(1, min(tall, wide))
    extra = max(0, min(height, ROWS * (tall + 1)) - ROWS * tall) if wide > tall else 0
    return [row for number in range(ROWS) for row in [_row(text, number, wide)] * (tall + (number < extra))]


def _row(text: str, number: int, wide: int) -> str:
    cells = "0".join(PATTERNS[letter][number] for letter in text)
    return "".join(("#" if cell == "1" else " ") * wide for cell in cells)
