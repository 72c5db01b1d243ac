"""The log of a conversation, and how it comes here whole."""
