"""What a field of the firm’s own is, and how a value of it is read, kept and said."""
