"""The rehearsal tenant: stand-ins for Graph, Entra and the Teams client."""
