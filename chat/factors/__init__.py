"""A capability: what opens an account beside its password, or instead of it."""
