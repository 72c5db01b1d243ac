"""Whether what people do costs more where more has been said."""
