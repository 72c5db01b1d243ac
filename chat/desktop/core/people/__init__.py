"""The others: who is here, who types, who is blocked or renamed; and oneself."""
