"""Django's backend for PostgreSQL, whose connections do not wait for ever."""
