"""Everything about two languages: texts in both, addresses, dates and numbers, drafts of translations."""
