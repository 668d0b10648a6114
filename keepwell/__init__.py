"""Keepwell."""
