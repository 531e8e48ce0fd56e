"""Static site generator for an observatory of participatory democracy, from YAML records."""
