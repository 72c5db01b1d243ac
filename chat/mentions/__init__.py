"""A capability: whom a message names, kept by their numbers, and told."""
