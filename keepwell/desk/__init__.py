"""Today, the party page made of other rooms' panels, search."""
