"""Answers in other people's formats."""
