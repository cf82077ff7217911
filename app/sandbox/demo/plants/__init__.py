"""How each kind of trouble gets into the books, one module a family of checks."""
