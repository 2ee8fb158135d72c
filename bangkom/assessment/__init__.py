"""What a person can do: evidence from every method, the level estimated from all of it, and the gap.

Refuses: what a post demands (standards), how a gap is closed (catalogue, planning).
"""
