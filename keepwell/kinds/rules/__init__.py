"""Who is a client, a customer, a user, and why: a policy of plain rules over facts."""
