"""Pages of planning, one file per subject."""
