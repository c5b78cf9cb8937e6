"""Countries, cities, camps and crossings that a text names, and their part in the journeys that it tells of."""
