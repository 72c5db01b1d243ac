"""A capability: links that let people in, onto the site or into a room."""
