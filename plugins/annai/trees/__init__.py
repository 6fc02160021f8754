"""Decision trees: their checks, walks, measures and history, and the calendars that promises are kept by; all pure."""
