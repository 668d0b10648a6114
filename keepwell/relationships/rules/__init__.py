"""Judgements about relationships: contact, quietness, stages."""
