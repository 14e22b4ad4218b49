"""Whether a person may be called now: every rule of the law is asked, and says what it saw."""
