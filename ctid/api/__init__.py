"""REST, WebSocket and the built page: the centre as browsers and integrators see it."""
