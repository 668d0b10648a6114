"""Imports, exports and webhooks to programs."""
