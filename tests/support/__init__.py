"""What the tests stand on: one small module for each thing, no test in it."""
