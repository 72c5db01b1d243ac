"""How everything looks: colours, fonts, glyphs, and what the system says."""
