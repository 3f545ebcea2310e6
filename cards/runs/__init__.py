"""Cards of runs: progress, result, history, files."""
