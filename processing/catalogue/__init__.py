"""The catalogue in SQL: tables, migrations, and one module of queries for each family of tables."""
