"""People and organisations: accounts, sign-in, consent, memberships, drafts, and what is kept about a person."""
