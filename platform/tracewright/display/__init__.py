"""What the page draws for an agent's tool calls, as plain JSON: rows, spans and names, no markup and no words for people.

Every function takes what a trace may hold, which is any JSON value at any place, and gives the least specific answer
rather than an error. Work is bounded in time and in what comes out; the module says how.
"""
