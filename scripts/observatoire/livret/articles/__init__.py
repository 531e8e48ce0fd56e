"""The articles of a booklet: a module a kind of record, each a function from the record to its blocks."""
