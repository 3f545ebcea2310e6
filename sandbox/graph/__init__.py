"""The stand-in for Microsoft Graph over HTTP."""
