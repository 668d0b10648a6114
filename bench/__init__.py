"""Measurements of Keepwell; each says what it measures and what it leaves out."""
