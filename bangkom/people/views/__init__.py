"""Pages of people, one file per subject."""
