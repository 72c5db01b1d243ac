"""Files that are shared, and those of messages."""
