"""How fast a run is, and how much memory it takes, as ratios to the least work there is."""
