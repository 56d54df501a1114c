"""OFF, at once, with or without a running service."""

import threading

from companion import config
from companion.errors import CompanionError
from companion.home.broker import Connection
from companion.home.profile import load_profile

PATIENCE = 3.0


def heat_off(mqtt: config.Mqtt, pad: config.Pad) -> None:
    """Publish OFF to the pad; raises CompanionError if the broker did not take it in time."""
    if not mqtt.host or not pad.name:
        raise CompanionError("No heating pad is set up: name it under pad and its broker under mqtt.")
    profile = load_profile(pad.profile)
    connection, up = Connection(mqtt), threading.Event()
    connection.on_up = up.set
    connection.start()
    try:
        if not up.wait(PATIENCE):
            raise CompanionError(
                f"The broker at {mqtt.host}:{mqtt.port} cannot be reached: switch the pad off at the plug."
            )
        sent = connection.publish(*profile.off.fill(pad.name), qos=1)
        sent.wait_for_publish(PATIENCE)
        if not sent.is_published():
            raise CompanionError("The broker did not take the OFF: switch the pad off at the plug.")
    finally:
        connection.stop()
