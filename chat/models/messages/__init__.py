"""The logs: how they are changed, what is in them, and what is read of them."""
