"""Certificates for tests: one of this machine that vouches for itself."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID


@dataclass(frozen=True, slots=True)
class Certificaat:
    """A certificate and its key, as PEM files."""

    bestand: Path
    sleutel: Path


def make_certificaat(map_: Path) -> Certificaat:
    """A certificate of 127.0.0.1 for a day."""
    sleutel = ec.generate_private_key(ec.SECP256R1())
    naam = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "klantbeeld-proef")])
    nu = datetime.now(UTC)
    gemaakt = (
        x509.CertificateBuilder(naam, naam, sleutel.public_key(), x509.random_serial_number())
        .not_valid_before(nu - timedelta(hours=1))
        .not_valid_after(nu + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(sleutel, SHA256())
    )
    deel = Certificaat(map_ / "proef.crt", map_ / "proef.key")
    deel.bestand.write_bytes(gemaakt.public_bytes(Encoding.PEM))
    deel.sleutel.write_bytes(sleutel.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    return deel
