"""Voice activity: where an utterance begins, and how long it has been silent since."""

from collections import deque

import webrtcvad

from companion.hearing.recogniser import RATE

FRAME_MS = 30
FRAME = RATE * FRAME_MS // 1000 * 2
"""Bytes in a frame."""
PREROLL = 300 // FRAME_MS
"""Frames kept from before the voice was noticed, so that no first consonant is lost."""
NOTICED = 3
"""Voiced frames among the last five that begin an utterance."""


class Gate:
    """Looks at one frame after the other."""

    def __init__(self, aggressiveness: int = 2) -> None:
        self._detector = webrtcvad.Vad(aggressiveness)
        self._before: deque[bytes] = deque(maxlen=PREROLL)
        self._voiced: deque[bool] = deque(maxlen=5)
        self.silent_ms = 0
        """How long there has been no voice."""

    def hear(self, frame: bytes) -> bool:
        """Take a frame; whether there is a voice in it."""
        voiced = bool(self._detector.is_speech(frame, RATE))
        self._before.append(frame)
        self._voiced.append(voiced)
        self.silent_ms = 0 if voiced else self.silent_ms + FRAME_MS
        return voiced

    @property
    def began(self) -> bool:
        """Whether there is enough voice for an utterance to have begun."""
        return sum(self._voiced) >= NOTICED

    def preroll(self) -> bytes:
        """The sound from just before the voice was noticed, up to now."""
        return b"".join(self._before)

    def forget(self) -> None:
        """Begin anew, behind what was heard."""
        self._before.clear()
        self._voiced.clear()
        self.silent_ms = 0
