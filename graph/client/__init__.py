"""Calls to Microsoft Graph: transport, retry, errors, parsing."""
