"""What teammates are told: notices, what they follow, and the digest by mail."""
