"""A whole firm in open files: everything it owns, told column by column, and taken in again."""
