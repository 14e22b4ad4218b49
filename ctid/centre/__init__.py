"""The one writer of the centre's live state: pure rules over one `World`."""
