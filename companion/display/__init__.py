"""The bedside screen: shows snapshots, sends commands, holds no state of its own."""
