"""A telephone exchange of one's own: a private Asterisk, and the programs that call it."""
