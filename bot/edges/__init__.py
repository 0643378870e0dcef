"""One package per thing outside the process; edges do not know one another."""
