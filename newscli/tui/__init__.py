"""`newscli browse`: the panes. The only room that knows Textual."""
