"""A whole centre for each test: its own Asterisk, its own daemon, and people who call and answer.

Afterwards the judge compares what the outside parties saw with the call log and with Asterisk's own
records, and nothing may be left: no channel, no process.
"""

from centre_fixtures import centre, folder, house, prompts, sources, tools

__all__ = ["centre", "folder", "house", "prompts", "sources", "tools"]
