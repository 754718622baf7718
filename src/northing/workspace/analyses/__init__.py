"""What stands on the credit tables: rules compared, concentration, waste, leads, influence."""
