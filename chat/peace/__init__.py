"""A capability: what those who keep peace do about somebody, here or everywhere."""
