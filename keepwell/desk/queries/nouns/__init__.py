"""The nouns of which there is a list, each declared once (`ListNoun`)."""
