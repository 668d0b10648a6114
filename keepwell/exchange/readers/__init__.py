"""Readers of what firms keep elsewhere: tables, cards, mail, calendars; plain Python."""
