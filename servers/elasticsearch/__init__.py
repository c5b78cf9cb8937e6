"""A real Elasticsearch on the loopback: one node or several, fetched by name, ended with whoever started it."""
