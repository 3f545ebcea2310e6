"""What the cards of runs do: progress, control, results, history."""
