"""Judgements about contact: what answers what, what was held, who heard from whom."""
