"""Words that everybody tries first, and words that passwords are made of where nobody chose one."""

from __future__ import annotations

import re

from .names import words
from .wordsets import word_set

# What a database, a broker or a console of them has when nobody chose a password.
STOCK = word_set("""
    root toor postgres postgresql pgsql pg mysql mariadb mongo mongodb redis rabbitmq rabbit admin administrator
    password passwd pass passw0rd guest test tests testing tester secret dev develop development local localhost
    user username default airflow minio minioadmin minio123 grafana neo4j elastic elasticsearch kibana keycloak
    superset mlflow metabase sonar jenkins demo example sample temporal kafka celery docker database db sa
    1234 12345 123456 1234567 12345678 123456789 changeme changeit change_me change-me letmein qwerty
    secret123 password1 password123 pass123 admin123 test123 root123 postgres123 test1234 admin1234 root1234
    hunter2 p@ssw0rd
""")
SERVICES = word_set("""
    db database postgres postgresql pg pgsql mysql mariadb mongo mongodb redis rabbitmq rabbit rmq amqp broker minio
    elastic elasticsearch opensearch neo4j influx influxdb clickhouse cassandra couchdb pgadmin grafana airflow mssql
    sa kafka keycloak kibana mongoexpress me mq sql timescale timescaledb cockroach nats mqtt temporal hasura s3 gf
""")
_ABOUT = (STOCK | SERVICES) | word_set("""
    my super secure strong safe very the a of in for to not pw pwd change me this default production prod key token
    insecure some random your new initial temp temporary here please replace it before deploy user only server app
""")
_GLUED = re.compile(
    r"(?:my|super|secret|secure|strong|pass|password|db|database|root|admin|user|test|dev|app|key){2,4}"
)
# Words of which one writes such a password, with the name of the project or of the service between them.
THROWAWAY = re.compile(
    r"(?:^|[-_.])(?:dev|devel|development|local|test|tests|testing|ci|demo|example|docker)(?:[-_.\d!]|$)"
    r"|^(?:dev|test|local|demo|docker|my|db|root|postgres|mysql|mongo|redis|rabbit(?:mq)?|admin|user|airflow|minio)"
    r"[-_.]?(?:pass|passw[o0]rd|pw|pwd|secret|user|root|admin|db)(?:\d{1,3}|!)?$"
    r"|^[a-z]{2,12}[-_@]?123(?:45?)?!?$|^dev[a-z]{0,8}$",
    re.I,
)
# What says of itself that it is for nothing else.
_SAYS = re.compile(
    r"(?i)(?:dev|development|local|tests?|testing|ci|debug|audit|build|smoke|e2e)[-_ ]?only"
    r"|(?<![a-z])for[-_ ](?:local|dev|test|tests|testing)|only[-_ ]for[-_ ]"
    r"|not[-_ ]?(?:for|in|used[-_ ]in)[-_ ]?prod|not[-_ ]?so[-_ ]?secret|throw[-_ ]?away|disposable|ephemeral"
)


def says_so(value: str) -> bool:
    """Whether a value says that it is for development or tests alone."""
    return bool(_SAYS.search(value))


def is_stock(value: str) -> bool:
    """Whether a password is one that everybody tries first."""
    return value.lower() in STOCK


def is_of_such_words(value: str, name: str = "") -> bool:
    """Whether a password is made of words about passwords and services, or of its name's, and a number:
    ``secure_password_123``."""
    its = frozenset(words(name))
    parts = words(value)
    number = "".join(part for part in parts if part.isdigit())
    if _plainly(value) in _ABOUT:
        return True
    spoken = [part for part in parts if not part.isdigit()]
    if number and "123456789".startswith(number) and len(number) >= 3 and len("".join(spoken)) <= 4:
        return True
    return (
        len(number) <= 6
        and bool(spoken)
        and all(part in _ABOUT or part in its or _GLUED.fullmatch(part) for part in spoken)
    )


_LEET = str.maketrans("@0134$57", "aoieasst")


def _plainly(value: str) -> str:
    """A word that was written with digits and signs for letters, without what was put behind it."""
    return value.lower().rstrip("!#*.?").translate(_LEET)


_SPEAKS = re.compile(r"(?i)pass|pw|secret")


def speaks(value: str) -> bool:
    """Whether a value says what it is: ``shop_pass``."""
    return bool(_SPEAKS.search(value))
