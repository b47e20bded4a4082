"""Who really speaks in the name of a user."""

import re

KINDS = (
    (
        "reminder",
        re.compile(
            r"<(?:environment_context|user_instructions|INSTRUCTIONS|permissions instructions|collaboration_mode|skills?\b"
            r"|apps_instructions|plugins_instructions|personality_spec|model_switch|recommended_plugins)"
            r"|# AGENTS\.md instructions"
        ),
    ),
    ("command", re.compile(r"<(?:turn_aborted|user_shell_command|subagent_notification|hook_prompt|goal_context)>")),
    ("compaction", re.compile(r"Another language model started to solve this problem and produced a summary")),
)
INSTRUCTING = ("developer", "system")


def kind_of(role: str, text: str, is_sub_agent: bool) -> str:
    """Nobody but an agent speaks to a sub-agent.

    >>> kind_of("user", "<environment_context>", False), kind_of("user", "Go.", False), kind_of("user", "Go.", True)
    ('reminder', 'prompt', 'agent')
    """
    if role in INSTRUCTING:
        return "instruction"
    if role == "assistant":
        return "agent"
    found = next((kind for kind, pattern in KINDS if pattern.match(text.lstrip())), None)
    return found or ("agent" if is_sub_agent else "prompt")
