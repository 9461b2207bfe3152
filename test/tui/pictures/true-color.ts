// Imported before Ink: its colors are decided once, and a test run is not a terminal.
process.env.FORCE_COLOR = "3"
