"""SQLite as Django's own backend has it, with writers standing in line."""
