"""Who may see whom: the one query every list, count, search and export starts at."""
