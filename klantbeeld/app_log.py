"""The part of the composition root that makes the consultation log."""

from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import blake2b
from pathlib import Path

from klantbeeld.access.audit import MB, Logvorm, Raadplegingenlog
from klantbeeld.settings import Settings
from klantbeeld.settings_delen import SQLITE
from klantbeeld.verzenden import sending


@contextmanager
def open_log(settings: Settings) -> Iterator[Raadplegingenlog]:
    """Where consultations are recorded; what is told of them elsewhere goes there within this block."""
    log = make_log(settings)
    with sending(log, settings.vastlegging.url, pseudoniemsleutel_of(settings)):
        yield log


def make_log(settings: Settings) -> Raadplegingenlog:
    """Where consultations are recorded."""
    eigen = settings.vastlegging
    vorm = Logvorm(ketensleutel_of(settings), eigen.grootste_bestand * MB, eigen.grens if eigen.url else None)
    return Raadplegingenlog(logboek_of(settings), vorm)


def logboek_of(settings: Settings) -> Path:
    """Where consultations are recorded: a file of the web process, beside the store when that is a file too."""
    if settings.logboek is not None:
        return settings.logboek
    map_ = Path(settings.store.url.removeprefix(SQLITE)).parent if settings.store.is_bestand else Path(".klantbeeld")
    return map_ / "raadplegingen.jsonl"


def ketensleutel_of(settings: Settings) -> bytes:
    """The key that seals the log: a secret of its own, or one that follows from that of the installation."""
    eigen = settings.vastlegging.ketensleutel or settings.geheim
    return blake2b(eigen.get_secret_value().encode(), digest_size=32, person=b"keten").digest()


def pseudoniemsleutel_of(settings: Settings) -> bytes:
    """The key behind the pseudonyms of employers in processing records."""
    eigen = settings.vastlegging.pseudoniemsleutel or settings.geheim
    return blake2b(eigen.get_secret_value().encode(), digest_size=32, person=b"pseudoniem").digest()
