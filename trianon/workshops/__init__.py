"""Online workshops: programme, registration, seats, calendars."""
