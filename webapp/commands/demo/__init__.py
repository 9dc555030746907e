"""The demo company: people who carry a story, built through the actions, day by day up to now."""
