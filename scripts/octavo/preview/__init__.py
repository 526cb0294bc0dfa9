"""EDGE: ``octavo preview``: the page beside the editor, made anew with every saving.

`drafts` makes what is shown, `pages` puts it into HTML, `studio` watches the sources and says when
something is new, `app` speaks HTTP. Nothing is written: ``build/`` belongs to ``octavo build``.
"""
