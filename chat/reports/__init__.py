"""A capability: what people report, and what those who moderate do about it."""
