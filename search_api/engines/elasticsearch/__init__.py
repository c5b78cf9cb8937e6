"""The Elasticsearch engine: for more than one machine, or more than a handful of users."""
