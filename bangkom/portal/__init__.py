"""Home pages by role, the page of one person, search, leadership, audit: pages that need many rooms.

Refuses: own tables of facts. It reads the other rooms' queries and writes nothing.
"""
