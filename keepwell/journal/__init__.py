"""What happened: who, when, which facts; sealed so that tampering shows."""
