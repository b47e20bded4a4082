"""Django's backend for PostgreSQL, but for how it finds out whether a pooled connection is still there."""
