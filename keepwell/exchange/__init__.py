"""What comes in and goes out: imports of any shape, undone in one step; exports."""
