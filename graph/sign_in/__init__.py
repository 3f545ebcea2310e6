"""Signing in: tokens in people's names, through MSAL, without any token store of others."""
