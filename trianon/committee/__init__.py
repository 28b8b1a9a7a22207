"""The coordination committee: cases, voices of both sides, decisions with reasons."""
