"""Files that hold a competency dictionary, as plain rows: no database, no web."""
