"""The parts of the screen, one class a file."""
