"""Benchmarks: each prints its figures, compares side by side in one run, and writes them with --json FILE."""
