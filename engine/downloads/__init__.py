"""Tables to download, by signed links."""
