"""The thread that listens: microphone to ear to whoever wants to know."""

import logging
import threading
from collections.abc import Callable

from companion import config
from companion.errors import CompanionError
from companion.hearing.ear import Ear, Heard
from companion.hearing.engines import choose
from companion.hearing.microphone import Microphone
from companion.hearing.understanding import Language
from companion.session.events import EdgeChanged, Event
from companion.session.listening import Mode

__all__ = ["Heard", "Listener"]
log = logging.getLogger(__name__)


class Listener:
    """Listens until stopped. What it hears and what it lacks is told from its own thread."""

    def __init__(
        self,
        settings: config.Hearing,
        language: Language,
        on_heard: Callable[[Heard], None],
        on_event: Callable[[Event], None],
    ) -> None:
        self._settings = settings
        self._language = language
        self._on_heard = on_heard
        self._on_event = on_event
        self._mode = Mode.IDLE
        self._ended = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin to listen, unless the configuration says not to."""
        if self._settings.enabled and self._thread is None:
            self._ended.clear()
            self._thread = threading.Thread(target=self._run, name="listener", daemon=True)
            self._thread.start()

    def stop(self) -> None:
        """Stop listening."""
        self._ended.set()
        thread, self._thread = self._thread, None
        if thread:
            thread.join(timeout=3)

    def set_mode(self, mode: Mode) -> None:
        """What is listened for, from the next utterance on."""
        self._mode = mode

    def _run(self) -> None:
        try:
            recogniser = choose(self._settings.engine, self._settings.model, self._language.name)
            ear = Ear(recogniser, self._language)
        except CompanionError as error:
            self._on_event(EdgeChanged("microphone", str(error)))
            return
        for mode in Mode:
            recogniser.set_grammar(self._language.graph(mode))
        if recogniser.missing:
            log.warning("the model does not know: %s", ", ".join(sorted(recogniser.missing)))
        microphone = Microphone(self._settings.device, self._tell)
        try:
            while not self._ended.is_set():
                self._hear(ear, microphone.read())
        finally:
            microphone.close()

    def _hear(self, ear: Ear, block: bytes) -> None:
        ear.mode = self._mode
        for heard in ear.hear(block):
            log.info("heard %r: %s", heard.text, heard.reason or "accepted")
            if heard.accepted or self._was_meant(heard):
                self._on_heard(heard)

    def _was_meant(self, heard: Heard) -> bool:
        """Whether words that are no command were said to the companion; the rest is other talk."""
        return bool(heard.reason and heard.text and (heard.woken or self._mode is Mode.ASKING))

    def _tell(self, problem: str) -> None:
        self._on_event(EdgeChanged("microphone", problem))
