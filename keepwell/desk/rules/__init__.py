"""What belongs on Today, why, and in which order."""
