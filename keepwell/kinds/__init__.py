"""Client, customer, user: what each party is, since when, and why."""
