"""The ways into a site: plain functions from a response's bytes to the addresses it names."""
