"""The companion's voice: utterances in order, each one finished or cut."""

import logging
import queue
import threading
import time
import wave
from collections.abc import Callable
from pathlib import Path

from companion import config
from companion.errors import CompanionError
from companion.session.events import EdgeChanged, Event
from companion.speech.chimes import chime
from companion.speech.player import Player
from companion.speech.pyttsx3_renderer import Pyttsx3Renderer
from companion.speech.renderer import RATE, Renderer, Samples, seconds

log = logging.getLogger(__name__)
TICK = 0.01
IDLE_TICK = 0.5
DEFAULT_VOICES = {"en": "gmw/en", "de": "gmw/de"}


def renderer(settings: config.Speech, language: str) -> Renderer:
    """The renderer in force."""
    return Pyttsx3Renderer(settings.rate, settings.voice or DEFAULT_VOICES.get(language))


class Voice:
    """Renders and plays in a thread of its own; `cut` silences within 100 ms."""

    def __init__(
        self,
        settings: config.Speech,
        language: str,
        on_finished: Callable[[int], None],
        on_event: Callable[[Event], None],
    ) -> None:
        self._settings = settings
        self._renderer = renderer(settings, language)
        self._on_finished = on_finished
        self._on_event = on_event
        self._player = Player(settings.device, lambda problem: on_event(EdgeChanged("speaker", problem)))
        self._player.volume = settings.volume
        self._queue: queue.Queue[tuple[int, int, str]] = queue.Queue()
        self._generation = 0
        """Counts the cuts: an utterance of an older generation is not played."""
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._work, name="voice", daemon=True)

    def start(self) -> None:
        """Begin to speak."""
        self._thread.start()

    def stop(self) -> None:
        """Fall silent and give the device back."""
        self.cut()
        self._stopping.set()
        if self._thread.is_alive():
            self._thread.join(2)
        self._player.close()
        self._renderer.close()

    def say(self, number: int, text: str) -> None:
        """Queue an utterance; `on_finished(number)` follows unless it is cut."""
        self._queue.put((self._generation, number, text))

    def cut(self) -> None:
        """Silence now, and drop what waits."""
        self._generation += 1
        self._player.cut()

    def chime(self, name: str) -> None:
        """Mix a soft tone in."""
        if self._settings.enabled and self._player.alive:
            self._player.chime(chime(name))

    def set_volume(self, percent: int) -> None:
        """0 to 100."""
        self._player.volume = percent

    def _work(self) -> None:
        while not self._stopping.is_set():
            if self._settings.enabled:
                self._player.open()
            try:
                generation, number, text = self._queue.get(timeout=IDLE_TICK)
            except queue.Empty:
                continue
            self._utter(generation, text)
            if generation == self._generation:
                self._on_finished(number)

    def _utter(self, generation: int, text: str) -> None:
        if generation != self._generation or not self._settings.enabled:
            return
        try:
            samples = self._renderer.render(text)
        except CompanionError as error:
            log.warning("%s", error)
            self._on_event(EdgeChanged("speaker", str(error)))
            return
        if generation == self._generation:
            self._play(generation, samples)

    def _play(self, generation: int, samples: Samples) -> None:
        """Play to the end; without a device the time passes in silence."""
        ends = time.monotonic() + seconds(samples)
        self._player.speak(samples)
        while generation == self._generation and not self._stopping.is_set():
            done = not self._player.playing if self._player.alive else time.monotonic() >= ends
            if done:
                break
            self._player.open()
            time.sleep(TICK)


def speak(text: str, settings: config.Speech, language: str) -> None:
    """Say it now and return when it has been said; CompanionError without a speaker."""
    player = Player(settings.device, lambda problem: None)
    player.volume = settings.volume
    made = renderer(settings, language)
    try:
        samples = made.render(text)
        player.open()
        if not player.alive:
            raise CompanionError(
                "No speaker can be opened: connect one, or write a file with --out FILE.wav."
            )
        player.speak(samples)
        while player.playing and player.alive:
            time.sleep(TICK)
        time.sleep(0.2)
    finally:
        player.close()
        made.close()


def speak_to_file(text: str, path: Path, settings: config.Speech, language: str) -> float:
    """Write it as a WAV file; returns its length in seconds."""
    made = renderer(settings, language)
    try:
        samples = made.render(text)
    finally:
        made.close()
    with wave.open(str(path), "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(RATE)
        sound.writeframes(samples.tobytes())
    return seconds(samples)
