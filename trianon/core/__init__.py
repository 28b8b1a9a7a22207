"""What knows no feature: settings, database, clock, errors, permissions, events, audit, text folding, paging."""
