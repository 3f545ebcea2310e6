"""The Teams edge: who sent what, what is answered, what is sent.

The only room that knows botbuilder.
"""
