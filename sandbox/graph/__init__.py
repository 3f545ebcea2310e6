"""The stand-in for Microsoft Graph over HTTP. One idea a file."""
