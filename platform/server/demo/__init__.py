"""`make demo`: a running example, made by the same commands and services that people use."""
