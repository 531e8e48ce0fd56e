"""What helps to write records: form, schemas, templates, sheets, and the commands that change files.

Sibling of pages and exports: it reads the model and the files, and shows nothing on the site by itself.
"""
