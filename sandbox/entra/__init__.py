"""Stand-in for Microsoft Entra: sign-in, consent and tokens."""
