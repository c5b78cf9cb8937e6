"""Knows articles: archive, text, dates, languages, stories, tags and the catalogue of them."""
