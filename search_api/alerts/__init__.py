"""Saved searches: each new story told once."""
