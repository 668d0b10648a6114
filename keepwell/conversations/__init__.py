"""Meetings, calls, mail, notes, tasks and promises; who heard from whom and when."""
