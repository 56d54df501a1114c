"""The companion: a voice at the bedside that warms, guides, times and listens."""

__version__ = "0.1.0"
