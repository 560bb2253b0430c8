"""Who is told to stop ends in time, with the exit code that belongs to it."""

import subprocess
import sys

import pytest

BEGIN = "import time, threading\nfrom klantbeeld.stoppen import end_within\nend_within(0.2, 3)\n"
WACHT = "threading.Event().wait()"
WACHTENDE_DRAAD = "threading.Thread(target=threading.Event().wait).start()"
OPRUIMEN_DUURT = "class Traag:\n    def __del__(self, wacht=time.sleep): wacht(0.5)\ntraag = Traag()"


@pytest.mark.parametrize(
    ("gang", "code"),
    [(WACHT, 3), (WACHTENDE_DRAAD, 3), (OPRUIMEN_DUURT, 0)],
    ids=["waits for ever", "has a thread that does", "is done, and Python takes long to clear up"],
)
def test_a_program_that_must_end_soon_ends_with_the_code_of_what_it_did(gang: str, code: int) -> None:
    assert subprocess.run([sys.executable, "-c", BEGIN + gang], timeout=60, check=False).returncode == code
