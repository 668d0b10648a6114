"""What the desk reads: each answer bounded, whatever the size of the book."""
