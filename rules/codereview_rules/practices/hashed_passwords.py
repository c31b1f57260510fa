"""Passwords are kept as slow hashes."""

from __future__ import annotations

from codereview.api import Category, Has, Lacks, Practice, Seen
from codereview.facts.live import Live, Use
from codereview.facts.project import ProjectFacts
from codereview_rules.practices._evidence import keyword, many, places
from codereview_rules.practices._examples import in_tests, started, unreached

_HASHES = (
    "passlib.context.CryptContext().hash", "passlib.hash.argon2.hash", "passlib.hash.bcrypt.hash",
    "passlib.hash.pbkdf2_sha256.hash", "bcrypt.hashpw", "argon2.PasswordHasher().hash", "pwdlib.PasswordHash",
    "werkzeug.security.generate_password_hash", "django.contrib.auth.hashers.make_password",
    "flask_bcrypt.Bcrypt().generate_password_hash", "flask_bcrypt.generate_password_hash", "hashlib.scrypt",
)  # fmt: skip
_CHECKS = (
    "passlib.context.CryptContext().verify", "passlib.hash.argon2.verify", "passlib.hash.bcrypt.verify",
    "passlib.hash.pbkdf2_sha256.verify", "bcrypt.checkpw", "argon2.PasswordHasher().verify",
    "werkzeug.security.check_password_hash", "django.contrib.auth.hashers.check_password",
    "django.contrib.auth.authenticate", "flask_bcrypt.Bcrypt().check_password_hash",
    "flask_bcrypt.check_password_hash",
)  # fmt: skip
_CODE = (
    "from passlib.context import CryptContext\n\ncontext = CryptContext(schemes=['argon2'])\n\n\n"
    "def stored(password):\n    return context.hash(password)\n\n\n"
    "def matches(password, kept):\n    return context.verify(password, kept)\n"
)


class HashedPasswords(Practice):
    """Looks for a password hash that is made to be slow, and for the check that goes with it."""

    id = "hashed-passwords"
    title = "Passwords are stored as slow hashes"
    category = Category.SECURITY
    why = "A stolen table of users does not give their passwords."
    bar = "passwords are both hashed and checked by a library for it (argon2, bcrypt, passlib, werkzeug, Django)"
    weight = 3
    contradicted_by = ("SEC009", "SEC013", "SEC026")
    good = (
        Has(
            started({"auth.py": _CODE}),
            ("auth.py:7", "auth.py:11"),
            "hashed in 1 place and checked in 1 place",
        ),
        Has(
            started(
                {
                    "users.py": "from werkzeug.security import check_password_hash as ok, generate_password_hash\n\n\n"
                    "class User:\n    def set(self, text):\n        self.kept = generate_password_hash(text)\n\n"
                    "    def check(self, text):\n        return ok(self.kept, text)\n"
                }
            ),
            ("users.py:6", "users.py:9"),
            "checked in 1 place",
        ),
    )
    bad = (
        Lacks(in_tests([_CODE]), "only tests do it"),
        Lacks(unreached({"auth.py": _CODE}), "nothing that starts reaches it"),
        Lacks(started({"auth.py": _CODE.split("def matches")[0]}), "nothing ever checks a hash"),
        Lacks(
            started(
                {"auth.py": "import hashlib\n\n\ndef stored(p):\n    return hashlib.sha256(p).hexdigest()\n"}
            ),
            "the hash is fast",
        ),
    )

    def check(self, project: ProjectFacts) -> Seen | None:
        """Both directions."""
        live = project.live
        hashing = [
            use
            for use in live.calls(*_HASHES)
            if use.call.path in _HASHES and not keyword(use.call, "method")
        ]
        checking = [use for use in live.calls(*_CHECKS) if use.call.path in _CHECKS]
        hashing, checking = (
            [*hashing, *_own(live, "set_password")],
            [*checking, *_own(live, "check_password")],
        )
        made, checked = places(hashing), places(checking)
        if not made or not checked:
            return None
        said = (
            f"Passwords are hashed in {many(len(made), 'place')} and checked in {many(len(checked), 'place')}"
        )
        return Seen(f"{said}, by a hash that is slow on purpose", (*made, *checked))


def _own(live: Live, name: str) -> list[Use]:
    """Calls of Django's user model; a method of that name that the project defines itself is somebody else's."""
    if "django" not in live.imported or any(function.name == name for _, _, function in live.functions()):
        return []
    return live.methods(name)
