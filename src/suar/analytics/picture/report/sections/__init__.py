"""What each part of the page says, worked out before a template or a Word file lays it out."""
