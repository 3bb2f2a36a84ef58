"""The list of papers, the rail beside it, and how papers come in."""
