"""What users use."""
