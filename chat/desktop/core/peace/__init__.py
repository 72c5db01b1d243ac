"""Keeping peace in rooms, and one's own."""
