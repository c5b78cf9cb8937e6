"""Captured responses in WARC files, the truth that everything else can be built from again."""
