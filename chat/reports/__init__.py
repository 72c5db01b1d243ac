"""A capability: what people report, and what those who keep peace do about it."""
