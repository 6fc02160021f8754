"""Decision trees: their walks, checks, measures and history, and the calendars that promises are kept by; all pure."""
