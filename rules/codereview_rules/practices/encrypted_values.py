"""Values are encrypted before they are stored."""

from __future__ import annotations

from codereview.api import Category, Has, Lacks, Practice, Seen
from codereview.facts.project import ProjectFacts
from codereview_rules.practices._evidence import files_of, many, places
from codereview_rules.practices._examples import in_tests, started, unreached

_CIPHERS = (
    "cryptography.fernet.Fernet()",
    "cryptography.fernet.MultiFernet()",
    "cryptography.hazmat.primitives.ciphers.aead.",
    "nacl.secret.SecretBox()",
)
_COLUMNS = (
    "sqlalchemy_utils.EncryptedType",
    "sqlalchemy_utils.StringEncryptedType",
    "sqlalchemy_utils.types.encrypted.",
    "encrypted_model_fields.fields.",
    "fernet_fields.",
    "django_cryptography.fields.encrypt",
    "encrypted_fields.fields.Encrypted",
)
_CODE = (
    "from cryptography.fernet import Fernet\n\n\ndef seal(value, key):\n    return Fernet(key).encrypt(value)\n\n\n"
    "def open_sealed(value, key):\n    return Fernet(key).decrypt(value)\n"
)


class EncryptedValues(Practice):
    """Looks for authenticated ciphers that are used in both directions, and for columns that encrypt themselves."""

    id = "encrypted-values"
    title = "Sensitive values are encrypted at rest"
    category = Category.SECURITY
    why = "Who gets hold of a copy of the database does not get the credentials in it."
    bar = "an authenticated cipher that both encrypts and decrypts, or two encrypted columns"
    weight = 3
    contradicted_by = ("SEC003", "SEC009")
    good = (
        Has(started({"vault.py": _CODE}), ("vault.py:5", "vault.py:9"), "1 place encrypts, 1 decrypts"),
        Has(
            started(
                {
                    "models.py": "from sqlalchemy import Column, String\n"
                    "from sqlalchemy_utils import EncryptedType\n\n\n"
                    "class Account:\n    token = Column(EncryptedType(String, 'k'))\n"
                    "    refresh = Column(EncryptedType(String, 'k'))\n"
                }
            ),
            ("models.py:6", "models.py:7"),
            "2 columns",
        ),
    )
    bad = (
        Lacks(in_tests([_CODE]), "only tests encrypt"),
        Lacks(unreached({"vault.py": _CODE}), "nothing that starts reaches it"),
        Lacks(
            started({"vault.py": "from cryptography.fernet import Fernet\n\nkey = Fernet.generate_key()\n"}),
            "imported only",
        ),
    )

    def check(self, project: ProjectFacts) -> Seen | None:
        """Ciphers in both directions, else columns."""
        uses = project.live.calls(*_CIPHERS)
        sealing = places([use for use in uses if use.call.path.endswith(".encrypt")])
        opening = places([use for use in uses if use.call.path.endswith(".decrypt")])
        if sealing and opening:
            said = f"{many(len(sealing), 'place')} encrypt{'s' if len(sealing) == 1 else ''}, {len(opening)} decrypt"
            said += "s" if len(opening) == 1 else ""
            return Seen(f"{said}, with an authenticated cipher", (*sealing, *opening))
        columns = places(project.live.calls(*_COLUMNS))
        if len(columns) < 2:
            return None
        return Seen(
            f"{len(columns)} columns in {many(files_of(columns), 'file')} encrypt what they store", columns
        )
