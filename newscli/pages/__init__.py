"""An article's HTML in; text blocks and links out."""
