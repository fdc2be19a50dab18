"""Text files as nodes with places: YAML, JSON and CSV read so that every problem can be located."""
