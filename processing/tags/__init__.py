"""Protection concepts, places and organisations that a text names."""
