"""What exports of observability have in common: spans in a tree, each with what went in and what came out.

A converter makes a `Span` of each of its records (span.py); `tell` (telling.py) makes of all of them one conversation.
"""
