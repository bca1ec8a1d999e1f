"""The company's nine systems, one module each: what a row is, who is in it, how its files are written."""
