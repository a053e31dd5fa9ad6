"""All rules by their ids, in the order of checks.md."""

from collections.abc import Mapping

from campaign.spec.rules import files, flashing, funding, legibility, people, schedule, subtitles, words
from campaign.spec.rules.rule import Rule

RULES: Mapping[str, Rule] = {
    rule.id: rule
    for part in (funding, legibility, flashing, subtitles, words, people, files, schedule)
    for rule in part.RULES
}
