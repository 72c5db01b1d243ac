"""The messages of a conversation: drawn, scrolled, chosen, and acted on."""
