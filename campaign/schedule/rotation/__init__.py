"""Shares to loops: `rota` plans a day, and every other module is one step of it. Pure."""
