"""The desk to programs: what a person can do on its pages."""
