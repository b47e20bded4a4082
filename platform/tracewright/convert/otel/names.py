"""By which names each convention calls what a span tells; the first that is there counts."""

from tracewright.convert.spans.span import AGENT, LLM, OTHER, TOOL

OPERATIONS = {
    **dict.fromkeys(("chat", "text_completion", "generate_content", "completion"), LLM),
    "execute_tool": TOOL,
    **dict.fromkeys(("invoke_agent", "create_agent", "invoke_workflow"), AGENT),
    **dict.fromkeys(("embeddings", "retrieval"), OTHER),
}
KINDS = {
    **dict.fromkeys(("llm", "chat_model", "generation"), LLM),
    "tool": TOOL,
    "agent": AGENT,
}
NAMED_KINDS = (
    *("openinference.span.kind", "traceloop.span.kind", "langsmith.span.kind", "langfuse.observation.type"),
    "mlflow.spanType",
)
TYPES = ("gen_ai.operation.name", *NAMED_KINDS, "ai.operationId")
INPUTS = (
    *("gen_ai.input.messages", "gen_ai.prompt", "ai.prompt.messages", "ai.prompt", "pydantic_ai.all_messages"),
    *(
        "all_messages_events",
        "gcp.vertex.agent.llm_request",
        "langfuse.observation.input",
        "mlflow.spanInputs",
        "llm.prompts",
    ),
    *("input.value", "traceloop.entity.input"),
)
OUTPUTS = (
    *("gen_ai.output.messages", "gen_ai.completion", "gcp.vertex.agent.llm_response", "langfuse.observation.output"),
    *("mlflow.spanOutputs", "output.value", "traceloop.entity.output"),
)
TOOLS = ("gen_ai.tool.name", "tool.name", "ai.toolCall.name", "mcp.tool.name")
CALL_IDS = ("gen_ai.tool.call.id", "tool_call.id", "ai.toolCall.id", "tool.id")
GIVEN = (
    *("gen_ai.tool.call.arguments", "ai.toolCall.args", "tool_arguments", "gcp.vertex.agent.tool_call_args"),
    *("langfuse.observation.input", "mlflow.spanInputs", "input.value", "traceloop.entity.input", "tool.parameters"),
)
RESULTS = (
    *("gen_ai.tool.call.result", "ai.toolCall.result", "tool_response", "gcp.vertex.agent.tool_response"),
    *("langfuse.observation.output", "mlflow.spanOutputs", "output.value", "traceloop.entity.output"),
)
MODELS = (
    "langfuse.observation.model.name",
    "gen_ai.response.model",
    "ai.response.model",
    "gen_ai.request.model",
    "llm.model_name",
    "ai.model.id",
)
AGENTS = ("gen_ai.agent.name", "agent.name", "agent_name", "graph.node.id", "traceloop.entity.name")
COSTS = ("gen_ai.usage.cost", "llm.cost.total", "operation.cost", "gen_ai.usage.total_cost")
TOKENS = {
    "input_tokens": (
        "gen_ai.usage.input_tokens",
        "gen_ai.usage.prompt_tokens",
        "llm.token_count.prompt",
        "ai.usage.promptTokens",
    ),
    "output_tokens": (
        *("gen_ai.usage.output_tokens", "gen_ai.usage.completion_tokens", "llm.token_count.completion"),
        "ai.usage.completionTokens",
    ),
}
CACHED = (
    *("gen_ai.usage.cache_read.input_tokens", "gen_ai.usage.cache_read_input_tokens", "ai.usage.cachedInputTokens"),
    *("llm.token_count.prompt_details.cache_read", "gen_ai.usage.details.cache_read_tokens"),
)
STARTS = ("startTimeUnixNano", "start_time_unix_nano", "start_time", "startTime", "start_timestamp", "timestamp")
ENDS = ("endTimeUnixNano", "end_time_unix_nano", "end_time", "endTime", "end_timestamp")
BROKEN_OFF = ("length", "max_tokens", "content_filter", "refusal")
ERRORS = (2, "2", "STATUS_CODE_ERROR", "ERROR", "Error", "StatusCode.ERROR")
