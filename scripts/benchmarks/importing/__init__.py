"""The importer's corpus and score: true texts, typeset, converted, imported, compared."""
