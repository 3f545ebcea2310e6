"""What is lost with a license, and when."""
