"""Patterns of what stands before, between and behind a name and its value. All repetitions are bounded."""

from __future__ import annotations

import re

WORDS = (
    "pass", "pw", "secret", "token", "key", "salt", "pepper", "credential", "jwt",
    "bearer", "authorization", "appid", "api_hash", "apihash",
)  # fmt: skip
NAME_BACK = re.compile(r"[A-Za-z0-9_.\-]{1,80}\Z")
NAME_REST = re.compile(r"[A-Za-z0-9_\-]{0,80}")

# What stands between a name and a literal in quotes, up to and with the opening quote.
BEFORE_LITERAL = re.compile(
    r"""(?P<close>(?:\[\d{0,4}\])?|\\?["'`]?\]?\)?)
    (?:
        [ \t]{0,40}(?P<note>:[ \t]{0,4}(?:[A-Za-z_][\w.]{0,40})(?:\[[^\]\n]{0,80}\]|<[^>\n]{0,60}>|\?)?
            (?:[ \t]{0,3}\|[ \t]{0,3}\w{1,20})?[ \t]{0,4}(?==[^=]))?
        [ \t]{0,40}(?P<op>:=|===?|!==?|=>|=|:|\|\||\?[?:]|->>?|or\b|eq\b|<-)[ \t]{0,60}
        (?:[A-Za-z_][\w.]{0,60}[ \t]{0,3}=[ \t]{1,3}(?=[rRbBuU]?["']))?
        (?:\([ \t]{0,4}\n?[ \t]{0,60}|\\\n[ \t]{0,60}|\n[ \t]{1,60}(?=["']))?
      | (?P<comma>,)\s{0,40}(?:(?:String|default|value|defaultValue)\s?[:=]\s?)?
      | (?P<pair>,?\s{1,60}\\?["']?(?:value|Value|default|defaultValue|content)\\?["']?\s{0,4}[:=]\s{0,4})
      | (?P<block>[ \t]{1,4}\{[^{}]{0,300}?\bdefault\s{1,12}=\s{1,12})
    )
    (?P<prefix>\$?@?[rRbBuUfF]{0,2}|&|new\ String\(|SecretStr\(|String::from\(
        |Secret\(|SecretBytes\(|Buffer\.from\(|encoder\.encode\()
    (?P<quote>\\?(?:\"\"\"|'''|["'`]))""",
    re.X,
)
BODIES = {
    '"': re.compile(r'((?:[^"\\\n]|\\[^\r]){0,4000})"'),
    "'": re.compile(r"((?:[^'\\\n]|\\[^\r]){0,4000})'"),
    "`": re.compile(r"((?:[^`\\\n]|\\[^\r]){0,4000})`"),
    '\\"': re.compile(r'([^"\\\n]{0,4000})\\"'),
    "\\'": re.compile(r"([^'\\\n]{0,4000})\\'"),
    "\\`": re.compile(r"([^`\\\n]{0,4000})\\`"),
    '"""': re.compile(r'([^"\\]{0,4000})"""'),
    "'''": re.compile(r"([^'\\]{0,4000})'''"),
}
NEXT_PART = re.compile(r"""\s{0,80}\+?\s{0,80}[rRbBuUfF]{0,2}(["'])((?:(?!\1)[^\\\n]|\\[^\r]){0,2000})\1""")
AFTER_VALUE = re.compile(r"\s{0,20}(?:\+|%|\.format\b|\.replace\b|\.join\b|\bin\b|\bnot\b|\[|<|>|&&)")

# A bare value behind a name in a data file or a shell.
BARE = re.compile(
    r"""\\?["']?[ \t]{0,40}(?P<op>=|:(?=[ \t])|:(?=[^/\s]))[ \t]{0,60}(?![|>]\s{0,20}\n)(?:!!str[ \t])?
    (?P<value>[^\s"'`#,;&|<>{}\[\]()][^\s"'`;|<>{}()]{0,400}(?:[ \t][^\s"'`#;|<>{}()]{1,60}){0,8})""",
    re.X,
)
# What may follow such a value without a space and is still a part of it.
DOTENV_REST = re.compile(r"[^\s\"'`]{0,4000}")
WORD_REST = re.compile(r"[^\s\"'`,;|&<>{}\[\]()]{0,4000}")
# ``- name: DB_PASSWORD`` and ``value: x`` on the next line.
PAIR = re.compile(
    r"[ \t]{0,8}\n[ \t]{1,40}value:[ \t]{1,8}(?P<value>[^\s\"'`#{}\[\]&*!|>$][^\n#\"'{}]{1,300})"
)
REVERSED = re.compile(
    r"([\"'])(?P<value>[^\"'\n\\]{3,80})\1[ \t]{0,4}[=!]={1,2}[ \t]{0,4}[\w.\[]{0,40}[\"']?\Z"
)
CONNECTION = re.compile(r"\b(?:dbname|host|user|server|uid)=")
SPACED = re.compile(r"[ \t]{1,8}(?P<value>[^\s\"'`;|<>{}()=\-][^\s\"'`;|<>{}()]{2,200})(?=\s|$)")
OPTION = re.compile(
    r"[ =]{1,2}(?P<quote>[\"']?)(?P<value>[^\s\"'`;|<>{}()$\-][^\s\"'`;"
    r"|<>{}()$]{2,200})(?P=quote)(?=[\s\"'`)\\]|$)"
)
# ``<string name="api_key">value</string>``, behind the name.
NAMED_ELEMENT = re.compile(r"\"[^<>\n]{0,60}>(?P<value>[^<>\s][^<>\n]{7,300})</")
# ``storePassword "value"`` in a build script.
WORDED = re.compile(r"[ \t]{1,4}([\"'])(?P<value>[^\"'\n\\]{3,80})\1[ \t]{0,8};?(?=\n|$)")
SECURED = re.compile(
    r"(?i)convertto-securestring[ \t]{1,4}(?:-string[ \t]{1,4})?[\"'](?P<value>[^\"'$\n]{3,80})[\"']"
)
ELEMENT = re.compile(
    r"(?:[ \t][\w:]{1,30}=\"[^\"<>]{0,60}\")?>\s{0,40}(?P<value>[^<>\s][^<>\n]{1,300}?)\s{0,40}</"
)
# ``${NAME:-value}`` of shells, ``${NAME:value}`` of Spring.
FALLBACK = re.compile(r":(?:[-=]|(?=[A-Za-z]))(?P<quote>[\"']?)(?P<value>[^${}\s\"']{3,200})(?P=quote)\}")
PART = re.compile(r"=(?P<value>[^\s;&\"'`<>{}\\]{3,200})")
# Calls whose first argument is a name and whose second is its value.
SETTERS = re.compile(
    r"(?:define|setenv|putenv|setdefault|set|env|getenv|get|setproperty|getproperty|getordefault"
    r"|put|setitem|lookupenv|default|getenvordefault"
    r"|get_env|env_or|get_or|append|add|add_header|config|setifabsent|addproperty|param"
    r"|environmentvariable|getattr|pop|fetch|optional)\s{0,2}\(\s{0,40}[bru]?\\?[\"']\Z",
    re.I,
)
# What may stand before a key on its line.
HEAD = re.compile(
    r"""[ \t#;"'\-]{0,60}(?:(?:export|set|setx|ENV|ARG|env|declare|local|readonly|Environment|RUN)[ \t=]{1,4}
        (?:-[a-z][ \t])?["']?)?
    |[ \t]{0,20}(?:ENV|ARG|export|RUN|docker|podman|-\ |\{|\$\ )[^\n]{0,300}[ \t"'{,]
    |[ \t]{0,40}(?:[A-Z_0-9]{2,40}=\S{0,60}[ \t]){1,4}
    |.{0,200}[ \t](?:-e|--env|--build-arg|--set|-D)[ \t=]?["']?
    |[ \t]{0,60}[\w\-"']{1,40}:[ \t]{0,4}\{[^\n}]{0,200}""",
    re.X,
)
