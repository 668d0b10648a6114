"""Shell, components, icons and tokens: how every screen looks."""
