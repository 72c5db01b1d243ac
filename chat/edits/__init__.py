"""A capability: what a message said before it was edited, or deleted."""
