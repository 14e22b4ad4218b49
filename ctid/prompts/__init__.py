"""Spoken prompts: texts in, recordings for Asterisk out."""
