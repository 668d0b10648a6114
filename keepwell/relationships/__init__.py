"""Stage, owner, team, cadence, next touch, and how quiet it has become."""
