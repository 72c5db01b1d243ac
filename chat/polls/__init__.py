"""A capability: a message that asks everybody, and how they have answered."""
