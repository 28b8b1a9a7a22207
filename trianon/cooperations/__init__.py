"""The directory: Franco-Russian cooperations, declared by people or imported from public sources."""
