"""The child process that renders speech: one JSON request a line, one answer a line.

A process of its own because pyttsx3 can hang and cannot be interrupted.
"""

import json
import os
import sys
from typing import Any


def main() -> None:
    """Serve until standard input ends; pyttsx3's own prints go nowhere."""
    answers = os.fdopen(os.dup(1), "w", buffering=1)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    import pyttsx3

    for line in sys.stdin:
        try:
            _render(pyttsx3, json.loads(line))
            answers.write('{"error": null}\n')
        except Exception as error:  # whatever the engine throws, the parent is told
            answers.write(json.dumps({"error": f"{type(error).__name__}: {error}"}) + "\n")


def _render(pyttsx3: Any, request: dict[str, Any]) -> None:
    engine = pyttsx3.init("espeak")
    engine.setProperty("rate", request["rate"])
    if request["voice"]:
        engine.setProperty("voice", request["voice"])
    engine.save_to_file(request["text"], request["path"])
    engine.runAndWait()


if __name__ == "__main__":
    main()
