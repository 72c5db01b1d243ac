"""A capability: words that are held back for a moderator, or refused."""
