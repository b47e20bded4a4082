"""How dates and times are written, one folder for each language (FORMAT_MODULE_PATH)."""
