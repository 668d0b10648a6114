"""Fields of the firm’s own: what else is known of a party, of which sort, and its tags."""
