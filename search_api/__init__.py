"""Knows questions: query language, engines, HTTP, pages, alerts."""
