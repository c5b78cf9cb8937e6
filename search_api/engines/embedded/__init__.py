"""The embedded engine, tantivy: nothing to install, one directory."""
