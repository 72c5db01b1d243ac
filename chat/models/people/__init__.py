"""Who there is, how they come in or are kept out, and what they show of themselves."""
