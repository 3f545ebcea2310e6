"""Every text that a person reads: a typed face for each group of the catalog.

Names that are handed in must be made safe before (`cards.kit.escaping`); what Microsoft said is
made safe here. Attributes are whole texts; methods put numbers, names and dates into them.
"""
