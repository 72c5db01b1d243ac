"""A capability: how long what was said is kept."""
