"""Repeatable benchmarks at the full size of the design: `python -m bench`.

In: nothing but a seed. Out: ratios against raw engines measured in the same run, as text and JSON.
Not its business: whether answers are right (tests), or how fast another machine is.
"""
