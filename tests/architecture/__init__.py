"""The rules of the house: who may import whom, and how big a thing may get."""
