"""Print every figure as a row: what, measured, target."""

import statistics
import subprocess
import sys
import time
from pathlib import Path

from benchmarks.loop import at_rest, speech_to_action

COMPANION = str(Path(sys.executable).with_name("companion"))


def help_seconds() -> float:
    """Median wall time of `companion --help`."""
    times = []
    for _ in range(7):
        began = time.perf_counter()
        subprocess.run([COMPANION, "--help"], check=True, capture_output=True)
        times.append(time.perf_counter() - began)
    return statistics.median(times)


def main() -> None:
    """All rows."""
    print(f"{'figure':<52}{'measured':>20}   target")
    print(f"{'companion --help, median of 7':<52}{help_seconds():>18.2f} s   0.3 s")
    for name, figure, target in [*speech_to_action(), *at_rest()]:
        print(f"{name:<52}{figure:>20}   {target}")


if __name__ == "__main__":
    main()
