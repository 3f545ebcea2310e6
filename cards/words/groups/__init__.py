"""Every text that a person reads, in English: a file for each group.

Names that are handed in must be made safe before (`cards.kit.escaping`); what Microsoft said is
made safe here. Constants are whole texts; methods put numbers, names and dates into them.
"""
