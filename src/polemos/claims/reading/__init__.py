"""Read the quantities of a text: a grammar of two languages, and nothing learned."""
