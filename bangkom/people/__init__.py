"""Who works where: users and roles, the OPD tree, posts, employees, and the personnel files they come from.

Refuses: what a post demands (standards), what a person can do (assessment), what she learned (records).
"""
