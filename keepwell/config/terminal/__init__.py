"""The words that can be said at a terminal, one module each."""
