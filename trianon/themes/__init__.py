"""The year's theme and its sub-themes."""
