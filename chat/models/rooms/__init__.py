"""Conversations of every kind: opened, steered, listed, and erased."""
