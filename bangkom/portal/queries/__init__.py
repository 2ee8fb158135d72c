"""What pages above all rooms read from their queries. One file per kind of page."""
