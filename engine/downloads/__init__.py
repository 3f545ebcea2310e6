"""Tables to download: signed links, file consent."""
