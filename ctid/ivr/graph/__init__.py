"""A flow drawn: as Mermaid text, and as a picture (SVG) of layers; with who went where, if that is given."""
