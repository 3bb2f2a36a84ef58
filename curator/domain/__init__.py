"""Plain typed values and the rules about them; imports nothing of Curator."""
