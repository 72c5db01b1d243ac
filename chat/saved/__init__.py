"""A capability: messages that somebody keeps in a list of their own."""
