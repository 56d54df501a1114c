"""Every command's key, the words it sends, and the label on its button."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Key:
    """One row: what a key or a touch on the button says."""

    key: str
    text: str
    label: str


KEYS = {
    "start": Key("b", "start bed routine", "Bed routine"),
    "yes": Key("y", "yes", "Yes"),
    "no": Key("k", "no", "No"),
    "done": Key("d", "done", "Done"),
    "snooze": Key("z", "snooze", "Later"),
    "decline": Key("t", "not today", "Not today"),
    "stop": Key("s", "stop", "STOP"),
    "pause": Key("space", "pause", "Pause"),
    "resume": Key("space", "resume", "Go on"),
    "next": Key("n", "next", "Next"),
    "hurts": Key("h", "that hurts", "That hurts"),
    "other_side": Key("o", "other side", "Other side"),
    "ready": Key("r", "ready", "Ready"),
    "back": Key("left", "back", "Back"),
    "repeat": Key("a", "say that again", "Again"),
    "extend": Key("plus", "ten more seconds", "+10 s"),
    "heat_on": Key("w", "heat on", "Warm"),
    "heat_off": Key("x", "heat off", "Heat off"),
    "help": Key("question_mark", "what can I say", "Help"),
    "easier": Key("e", "easier", "Easier"),
    "harder": Key("E", "harder", "Harder"),
    "slower": Key("less_than_sign", "slower", "Slower"),
    "faster": Key("greater_than_sign", "faster", "Faster"),
    "restart": Key("0", "start over", "Start over"),
    "remaining": Key("l", "how long left", "How long"),
    "explain": Key("i", "why this exercise", "Why"),
    "whats_next": Key("m", "what's next", "What's next"),
    "passed": Key("p", "it has passed", "Passed"),
    "heat_status": Key("W", "is the heat on", "Heat?"),
    "cold_timer": Key("c", "cold pack timer", "Cold pack"),
    "remind": Key("R", "remind me in twenty minutes", "Remind"),
    "flare_start": Key("f", "I'm in a flare", "Flare"),
    "flare_end": Key("F", "the flare is over", "Flare over"),
    "low_energy": Key("u", "low energy", "Low energy"),
    "time": Key("T", "what time is it", "Time"),
    "louder": Key("up", "louder", "Louder"),
    "quieter": Key("down", "quieter", "Quieter"),
    "night": Key("g", "night mode", "Night"),
    "day": Key("G", "day mode", "Day"),
    "mute": Key("M", "stop listening", "Mute"),
    "listen": Key("L", "start listening", "Listen"),
    "help_call": Key("C", "call for help", "Call help"),
    "show": Key("v", "show my week", "Week"),
    "pain": Key("slash", "pain level ", "Pain ..."),
    "stiffness": Key("slash", "stiffness ", "Stiff ..."),
}
NAMES = {
    "space": "space",
    "plus": "+",
    "left": "<-",
    "up": "up",
    "down": "down",
    "question_mark": "?",
    "slash": "/",
    "less_than_sign": "<",
    "greater_than_sign": ">",
}


def shown(key: str) -> str:
    """The key as people call it."""
    return NAMES.get(key, key)


def live(commands: list[str]) -> list[tuple[str, Key]]:
    """The commands that make sense now, in the order of their importance."""
    return [(name, key) for name, key in KEYS.items() if name in commands]
