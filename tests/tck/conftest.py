"""The TCK lies beside the checkout or where EMOKG_TEST_TCK says; elsewhere nothing is collected."""

from __future__ import annotations

from tests.tck.scenarios import tck_folder

collect_ignore = [] if tck_folder() else ["test_tck.py"]
