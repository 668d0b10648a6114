"""What both sides signed: kinds, terms, dates, renewal."""
