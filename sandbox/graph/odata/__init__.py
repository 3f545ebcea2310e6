"""OData: the query options of Graph, filters, search, and pages of a collection."""
