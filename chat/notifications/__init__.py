"""A capability: whom a message calls that they have not read, and why."""
