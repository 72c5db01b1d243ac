"""A capability: what staff say of the site itself, and of who comes in."""
