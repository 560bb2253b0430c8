"""What the product takes in time and memory, as ratios to the plainest program that does the same work (``make bench``).

A measurement, never a test: nothing here passes or fails by the clock. ``docs/metingen.md`` tells what each number means.
"""
