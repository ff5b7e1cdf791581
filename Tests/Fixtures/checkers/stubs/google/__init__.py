"""Stand-in for Google's logging client, which the server imports and uses in its production environment only."""
