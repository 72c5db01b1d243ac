"""A capability: what somebody says later."""
