"""Virtual models over the mirror."""
