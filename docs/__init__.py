"""Documentation. Its generated parts are made by ``python -m docs.generate``."""
