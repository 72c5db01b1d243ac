"""A capability: what those who moderate do about somebody, here or everywhere."""
