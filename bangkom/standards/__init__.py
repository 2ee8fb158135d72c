"""What competence means and what each post demands: the dictionary and the post standards (SKJ).

Refuses: what a person can do (assessment), how a competency is raised (catalogue).
"""
