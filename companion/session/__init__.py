"""The pure core: every rule of exercise, dose, heat and listening. No I/O, no clock."""
