"""Moving house: the whole site as lines of JSON, and back; one person's part of it."""
