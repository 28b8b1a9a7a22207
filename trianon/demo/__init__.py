"""Invented people and texts of the demo; exists only with TRIANON_DEMO=1."""
