"""bangkom: the competency development of civil servants, from the gap to the funded plan."""
