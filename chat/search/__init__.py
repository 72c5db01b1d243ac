"""What was said is found: its words are kept beside it, in the storing transaction.

Both databases are given the same *tokens*, which are made here, and find the same.
"""
