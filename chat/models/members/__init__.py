"""Who is in a conversation, comes and is put out; and what each has there."""
