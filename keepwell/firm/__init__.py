"""The firm itself: teammates, roles, teams, hours, holidays, absence."""
