"""Which articles tell the same piece of news."""
