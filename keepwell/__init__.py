"""Keepwell."""

from importlib.metadata import version

__version__ = version("keepwell")
