"""Pages that need many rooms: the home of each role, the person's 360° page, the leadership page, search.

Owns no table of domain facts.
"""
