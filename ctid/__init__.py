"""A contact centre for Asterisk."""
