"""The search set: made-up employers that are hard to tell apart, and what the search box must answer about them."""
