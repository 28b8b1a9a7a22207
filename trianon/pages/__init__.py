"""Home, search, legal pages, mailbox of the demo: the assembly of what the features offer."""
