"""People and organisations: names, ways to reach them, ties between them, merging."""
