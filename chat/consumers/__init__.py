"""The doors: thin skins of Channels between a connection and its session."""
