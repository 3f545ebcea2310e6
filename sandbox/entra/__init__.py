"""Stand-in for Microsoft Entra: who signs in, what was consented to, which tokens are good."""
