"""What belongs to Microsoft's Agents Toolkit."""
