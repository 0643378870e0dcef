"""What is true without any wire: no I/O, no clock, no third-party import."""
