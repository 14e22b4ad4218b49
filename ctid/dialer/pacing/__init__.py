"""How many numbers to dial now: one algorithm a file, all behind one question (`terms.PacingController`)."""
