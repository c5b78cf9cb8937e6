"""Looks at sites for the operator: one page, all ways of a declaration, a site that has none yet."""
