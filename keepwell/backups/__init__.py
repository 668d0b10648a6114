"""The whole firm in one file, taken while people work and proven by restoring it."""
