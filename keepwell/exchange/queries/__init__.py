"""What imports and exports answer."""
