"""One calm line a change, for screen readers and logs."""

from datetime import datetime
from pathlib import Path

from companion.display.face import Snapshot, badges, clock, face
from companion.link import Link


async def follow(path: Path) -> None:
    """Print what changes until interrupted."""
    last = ""
    async for message in Link(path).messages():
        if message is None:
            line = "The companion does not answer. I keep looking."
        elif "screen" in message:
            line = describe(message)
        else:
            continue
        if line != last:
            last = line
            print(f"{datetime.now():%H:%M:%S}  {line}", flush=True)


def describe(snapshot: Snapshot) -> str:
    """The snapshot as one line, without what changes by itself."""
    now = face(snapshot, datetime.now())
    length = clock(now.total_ms) if now.total_ms else ""
    parts = [snapshot["screen"].replace("_", " "), now.title, now.side, now.cue, length, now.next]
    pad = "" if snapshot["heat"]["phase"] == "off" else badges(snapshot)
    return ". ".join(part for part in [*parts, pad] if part)
