"""The pictures of people, which everybody sees where the first letter of a name is."""
