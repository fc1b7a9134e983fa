"""The mathematics behind the questions: pure functions from arrays of counts to arrays of numbers.

NumPy only: importing scipy.stats or statsmodels takes longer than a whole question may. They are
the judges in the tests instead. Nothing here knows of graphs, questions or tables.
"""
