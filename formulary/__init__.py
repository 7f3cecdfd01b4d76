"""The machinery of the site: records, Markdown blocks, maths, verification, export."""
