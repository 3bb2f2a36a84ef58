"""What an editor asks for that needs more than one folder below."""
