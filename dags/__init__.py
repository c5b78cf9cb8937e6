"""Knows when: the nights as Airflow runs them."""
