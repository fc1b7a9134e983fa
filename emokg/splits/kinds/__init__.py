"""The kinds of splits: each module assigns the images of a pool, and checks what it promises.

In: a pool and a plan. Out: a split for every image that can have one, and why others have none.
Not its business: where the pool comes from, and near duplicates, which every kind keeps together.
"""
