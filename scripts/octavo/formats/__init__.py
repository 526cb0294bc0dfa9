"""The formats the one article is dressed in."""
