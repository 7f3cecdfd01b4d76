"""LaTeX on the page: typeset when the site is built, with no script in the browser."""
