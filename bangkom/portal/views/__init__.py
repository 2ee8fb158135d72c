"""Pages above all rooms, one file per kind of reader."""
