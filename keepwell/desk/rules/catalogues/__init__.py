"""What the list of each noun can be asked."""
