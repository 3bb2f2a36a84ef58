"""The paper pane: what is known of a paper, and the fields in which one writes about it."""
