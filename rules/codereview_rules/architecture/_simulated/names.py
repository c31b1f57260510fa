"""Names of what stands in for real work, and of what is measured."""

from __future__ import annotations

import re
from functools import lru_cache

_WHAT = (
    r"(data|responses?|results?|analys[ei]s|predictions?|embeddings?|answers?|outputs?|items|users|transactions?|metrics|"
    r"news|prices?|quotes?|reports?|reply|replies|content|records?|stats|statistics|score|scores|balance|payments?|"
    r"orders|products|jobs|recommendations?|insights?|forecast|trends?|summary|events|alerts|search|completion|llm|patients|customers|posts|messages|list|rows|table|dataset)"
)
_STANDS_IN = re.compile(
    rf"(^|_)mock(ed|ing)?_\w*{_WHAT}|_mock_?(data|response|result)?s?$|(^|_)(fake|dummy|placeholder|simulated?)_(\w+_)?{_WHAT}$|"
    rf"^_*(get|generate|create|build|return|make|fetch|load|use)_(mock|fake|dummy|placeholder|simulated)(_\w+)?$|^_*mock_\w+$"
)
_NOT = re.compile(
    r"detect|is_fake|classif|thumbnail|image|picture|photo|avatar|icon|dummies|dummy_var|_news_detect|parse|replace|remove|strip|patch|unmock|"
    r"empty|pattern|filter|leak|marker|keyword|regex|_words|_terms|_form(?:_|$)|_field|_instance$|"
    r"simulate_(?:human|user|mouse|click|key|typing|scroll|touch|gesture|drag|press|input)"
)
_METRIC = re.compile(
    r"(^|_)(confidence|accuracy|precision|recall|f1|f1_score|probability|prob|likelihood|prediction|sentiment|"
    r"sentiment_score|risk|risk_score|fraud_score|similarity|relevance|relevance_score|latency|response_time|"
    r"processing_time|execution_time|cpu|cpu_usage|cpu_percent|memory|memory_usage|disk_usage|usage|utilization|"
    r"throughput|error_rate|success_rate|uptime|health_score|engagement|engagement_rate|conversion_rate|revenue|"
    r"quality_score|match_score|match_percentage|credit_score|bounce_rate|click_through_rate|ctr|active_users|"
    r"requests_per_second|queue_size|heart_rate|blood_pressure|glucose|humidity|soil_moisture|moisture|"
    r"(price|stock)_?change|change_percent|volatility|roi|market_cap|volume_24h|completeness|compliance_score|"
    r"performance_score|overall_score|trust_score|toxicity|anomaly_score|severity_score)(_pct|_percent|_ms|_score|_mb)?$"
)
PLACES = re.compile(
    r"mock|fake|dummy|stub|simulat|test|fixture|conftest|demo|sample|example|seed|game|playground|benchmark|sandbox|"
    r"factor(y|ies)|locust|generat(e|or)s?_(data|traffic|load)|synthetic|emulat|toy|tutorial|noise|augment|monte|backtest|"
    r"scenario|populate|quiz|dice|faker|dev_|chaos|paper_trad|virtual|"
    r"evolution|genetic|crossover|anneal",
    re.IGNORECASE,
)
GAME = re.compile(r"\b(?:npcs?|role-?play\w*|rpg|dungeon|quest_giver|player_character|hit_points|genome|chromosome)\b"
                  r"|(?:^|_)npc_|_npcs?\b", re.IGNORECASE | re.MULTILINE)  # fmt: skip
"""Words of files in which chance is what is asked for."""
LABEL = re.compile(r"(?:_|\b)(?:mock|fake|simulat|synthetic|demo|sample)", re.IGNORECASE)
"""What a key of an answer says that holds, or speaks of, something made up."""
SWITCH = re.compile(
    r"(?:^|_)(?:tests?|testing|mock(?:ed|s)?|demo|dev|development|local|debug|sandbox|dry_?run|simulat\w*|fake|offline)(?:_|$)",
    re.IGNORECASE,
)
"""Words of a condition that asks for a way of running."""
HELPER = re.compile(
    r"test|mock|fixture|conftest|fake|stub|dummy|spec|repro|debug|scratch|benchmark|experiment|verif|eval|smoke|audit",
    re.IGNORECASE,
)
LATER = re.compile(
    r"not (yet )?implemented|coming soon|to be implemented|placeholder (response|data|result)\b|"
    r"implementation pending|mock (data|response|result)|simulated (data|response|result)",
    re.IGNORECASE,
)
HINTS = (
    *("mock", "fake", "dummy", "placeholder", "simulated", "implement", "coming soon", "example.", "lorem"),
    *("john", "jane", "alice"),
)
"""Words, in lower case, on a line without which none of what is looked for is there."""
SOMEBODY = re.compile(
    r"\b(john|jane) (doe|smith)\b|@example\.(com|org)|lorem ipsum|\balice (johnson|smith)\b", re.IGNORECASE
)
_CONSTANT = re.compile(
    rf"^_*(mock|simulated)_\w+$|^_*(fake|dummy|placeholder)_(\w+_)?{_WHAT}$|^_*(fake|dummy|placeholder)_(db|\w+s_db)$",
    re.IGNORECASE,
)
_MODULE = re.compile(r"^_*(mock|fake|dummy)_?(\w+_)?(data|db|database|responses?|users|results?|store)$")


@lru_cache(maxsize=20_000)
def stands_in(name: str) -> bool:
    """Whether a function of this name makes something up."""
    return bool(_STANDS_IN.search(name)) and not _NOT.search(name)


@lru_cache(maxsize=20_000)
def measured(name: str) -> bool:
    """Whether a value of this name is the outcome of a measurement or computation."""
    low = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()
    return bool(_METRIC.search(low)) and not re.search(
        r"min|max|threshold|default|target|limit|noise|delta|dropout", low
    )


@lru_cache(maxsize=20_000)
def made_up(name: str) -> bool:
    """Whether a variable of this name holds made-up data."""
    return bool(_CONSTANT.match(name)) and not _NOT.search(name.lower())


@lru_cache(maxsize=20_000)
def made_up_module(name: str) -> bool:
    """Whether a module of this name holds made-up data or stand-ins."""
    return bool(_MODULE.match(name))
