"""When an article was published, and how we know."""
