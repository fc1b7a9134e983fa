"""Charts as SVG text: plain values in, one `<svg>` element out, drawn on the server.

Colours and type sizes are the style sheet's: marks carry classes. Each mark has a `<title>`, which
browsers show and screen readers read. Not its business: what the values mean.
"""
