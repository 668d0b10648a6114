"""What a file may be called, and what its bytes say it is."""
