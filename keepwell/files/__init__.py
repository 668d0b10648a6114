"""Files kept with a party, a conversation or a task: stored once, checked, never run."""
