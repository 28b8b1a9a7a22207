"""Mail: a row in the transaction that caused it, rendered and delivered by the worker."""
