"""Judgements about names, addresses, numbers and whether two records are one party."""
