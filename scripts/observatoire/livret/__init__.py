"""Booklets: a manifest and the records to a PDF, an EPUB, files for the printer.

The booklet is first a value (:mod:`observatoire.livret.livret`) whose texts are nodes of a document tree
(:mod:`observatoire.livret.document`); each format is made from that value alone.
"""
