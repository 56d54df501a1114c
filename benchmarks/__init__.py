"""The figures: `make bench` prints them, and fails on none."""
