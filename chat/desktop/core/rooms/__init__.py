"""Conversations of every kind, and who is in them."""
