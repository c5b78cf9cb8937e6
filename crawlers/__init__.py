"""Knows web sites: how each press office publishes, what is due, how to ask politely."""
