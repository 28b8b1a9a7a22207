"""What people write: experiences, questions, proposals, opinions, read by the other side."""
