class Failure(Exception):
    """Ends the run. Its text is one sentence for the person at the terminal, and the exit code is 1."""
