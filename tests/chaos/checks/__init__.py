"""Each check takes the facts, and yields what was missed."""
