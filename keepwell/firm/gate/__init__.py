"""Where programs come in: who asks, how often, what is answered once, how a no is written."""
