"""Sound to intent: microphone, recognisers, grammar, understanding and policy."""
