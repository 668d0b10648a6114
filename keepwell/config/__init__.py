"""Where the rooms are joined into one house: settings, urls, wiring, schedule."""
