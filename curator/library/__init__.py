"""The SQLite file that holds all an editor has."""
