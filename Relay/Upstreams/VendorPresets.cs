namespace Relay.Upstreams;

/// <summary>
/// The vendors that are known by name, and what each needs otherwise than by default. What holds for every vendor is no need: it is the
/// default.
/// </summary>
internal static class VendorPresets
{
    public static IReadOnlyList<VendorPreset> All { get; } =
    [
        new(
            "openai",
            "OpenAI. Sends the id of a call only once (Q04), and usage in a last chunk without choices (Q99).",
            "https://api.openai.com/v1",
            "OPENAI_API_KEY",
            ["openai.com"],
            new("developer_role", "developer", "Its reasoning models expect this role; other vendors reject it (R4)."),
            new("max_tokens_field", "max_completion_tokens", "Its reasoning models reject max_tokens (R10)."),
            new("image_detail", "pass", "Its newer models accept images in their original size (R17)."),
            new("openai_fields", "pass", "service_tier, prompt_cache_key and similar members are part of its API."),
            new("reasoning_field", "none", "Its chat messages have no member for reasoning."),
            new("files", "file", "It accepts files as message parts."),
            new("audio", "pass", "It accepts input_audio parts.")),
        new(
            "azure",
            "Azure OpenAI in its v1 form, where the model is the name of the deployment. The first chunk has no choices and no id (Q108), "
                + "and filter results have no delta (Q109).",
            "https://NAME.openai.azure.com/openai/v1",
            "AZURE_OPENAI_API_KEY",
            ["openai.azure.com", "services.ai.azure.com", "cognitiveservices.azure.com"],
            new(
                "key_header",
                "api-key",
                "This header carries the key of an account. Authorization is for Entra tokens; a client's own token is forwarded in it."),
            new("developer_role", "developer", "Its reasoning models expect this role (R4)."),
            new("max_tokens_field", "max_completion_tokens", "Its reasoning models reject max_tokens (R10)."),
            new("reasoning_field", "none", "Its chat messages have no member for reasoning."),
            new("files", "file", "It accepts files as message parts.")),
        new(
            "openrouter",
            "OpenRouter. Sends comments while a provider is reasoning (Q143), and reasoning_details in addition to reasoning (Q69).",
            "https://openrouter.ai/api/v1",
            "OPENROUTER_API_KEY",
            ["openrouter.ai"],
            new("reasoning_field", "reasoning", "It accepts reasoning under the name that it sends (Q65)."),
            new(
                "effort_field",
                "reasoning_object",
                "It accepts the effort in an object named reasoning, and translates it for each provider."),
            new("web_search", "plugin", "It provides web search for every model, as the plugin web."),
            new("files", "file_or_url", "It fetches files by URL.")),
        new(
            "deepseek",
            "DeepSeek. Sends content: null beside reasoning_content (Q50, Q64), usage: null on every chunk (Q102), and cached tokens under "
                + "non-standard names (Q105).",
            "https://api.deepseek.com/v1",
            "DEEPSEEK_API_KEY",
            ["deepseek.com"],
            new(
                "reasoning_scope",
                "tool_turns",
                "It rejects a turn with tools without its reasoning; for other turns, the reasoning only costs tokens (Q82)."),
            new("missing_reasoning", "empty", "It rejects an assistant message with calls but without reasoning_content (R7)."),
            new("effort_field", "effort_or_thinking", "It reasons by default, accepts levels of effort, and thinking of type disabled."),
            new("effort_words", "low_high_max", "It accepts low, high and max (R18)."),
            new(
                "forced_choice",
                "no_thinking",
                "It rejects a tool_choice that forces a call while reasoning is enabled, and reasoning is enabled by default."),
            new("schema_format", "json_object", "It rejects response_format json_schema (R12)."),
            new("strict_tools", "drop", "Only its beta URL supports strict (R12)."),
            new("images", "drop", "It accepts text only, and rejects image_url parts.")),
        new(
            "mistral",
            "Mistral. Sends thinking parts in a content array (Q51, Q52), complete calls without an index (Q01, Q31), and the last text in "
                + "the finish chunk (Q58).",
            "https://api.mistral.ai/v1",
            "MISTRAL_API_KEY",
            ["mistral.ai"],
            new("stream_usage", "off", "It answers stream_options with 422, and sends usage by default (R1, Q100)."),
            new("same_role", "merge", "Its templates require user and assistant to alternate (R16)."),
            new("reasoning_field", "none", "It answers reasoning_content in a message with 422."),
            new("effort_field", "none", "It answers an unsupported effort with 422, and most of its models support none."),
            new("drop_params", "seed,user,logprobs,top_logprobs", "It answers unknown members with 422."),
            new("call_ids", "nine_letters", "It rejects call ids that are not nine letters and digits, including those of other vendors."),
            new("tool_then_user", "bridge", "It answers a user message directly after a tool message with 400.")),
        new(
            "groq",
            "Groq. Sends complete calls, several in one chunk (Q19, Q31), reasoning in the member reasoning (Q65), and usage also in "
                + "x_groq (Q103).",
            "https://api.groq.com/openai/v1",
            "GROQ_API_KEY",
            ["groq.com"],
            new("reasoning_field", "reasoning", "It accepts reasoning under the name that it sends (Q65)."),
            new("max_tokens_field", "max_completion_tokens", "It has deprecated max_tokens (R10)."),
            new("drop_params", "logprobs,top_logprobs", "It answers them with 400.")),
        new(
            "gemini",
            "Gemini at Google's OpenAI-compatible URL. Sends calls without an index (Q01), with a signature inside (Q30) and finish_reason "
                + "stop (Q83), and usage in every chunk (Q101).",
            "https://generativelanguage.googleapis.com/v1beta/openai",
            "GEMINI_API_KEY",
            ["generativelanguage.googleapis.com"],
            new("parallel_calls", "off", "Some of its models answer parallel_tool_calls with 400 (R2)."),
            new("empty_messages", "fill", "It rejects messages without content (R15)."),
            new("reasoning_field", "none", "It rejects unknown members, and has none for reasoning."),
            new(
                "missing_signature",
                "skip",
                "It rejects calls of the current turn without their signature, even if another vendor created them."),
            new("drop_params", "seed,frequency_penalty", "It answers them with 400, as unknown members.")),
        new(
            "qwen",
            "Qwen on Alibaba Cloud's Model Studio (DashScope), at the international URL. Sends an empty id on continuations (Q06) and "
                + "reasoning_content (Q64).",
            "https://dashscope-intl.aliyuncs.com/compatible-mode/v1",
            "DASHSCOPE_API_KEY",
            ["dashscope.aliyuncs.com", "dashscope-intl.aliyuncs.com", "dashscope-us.aliyuncs.com"],
            new("effort_field", "enable_thinking", "It accepts enable_thinking, true or false."),
            new("forced_choice", "no_thinking", "It rejects a tool_choice that forces a call while reasoning is enabled."),
            new("web_search", "enable_search", "Web search is enabled with enable_search.")),
        new(
            "kimi",
            "Kimi, by Moonshot AI. Call ids consist of tool and number, starting again in every turn (Q14). Sends reasoning after text "
                + "(Q80), and cached tokens outside the details (Q105).",
            "https://api.moonshot.ai/v1",
            "MOONSHOT_API_KEY",
            ["moonshot.ai", "moonshot.cn"],
            new("max_tokens_field", "max_completion_tokens", "Its newer models accept only this member (R10)."),
            new("strict_tools", "drop", "Its newer models reject strict (R12)."),
            new("empty_messages", "fill", "It rejects messages without content (R15)."),
            new("missing_reasoning", "empty", "It rejects an assistant message with calls but without reasoning_content (R7, Q82)."),
            new("effort_field", "effort_or_thinking", "It reasons by default, accepts levels of effort, and thinking of type disabled."),
            new("effort_words", "low_high_max", "It accepts low, high and max (R18)."),
            new(
                "forced_choice",
                "no_thinking",
                "It rejects a tool_choice that forces a call while reasoning is enabled, and reasoning is enabled by default."),
            new(
                "drop_params",
                "temperature,top_p,presence_penalty,frequency_penalty",
                "Its reasoning models accept only one value of each, which is also their default.")),
        new(
            "glm",
            "GLM, by Z.ai (Zhipu). Sends reasoning_content (Q64), empty ids and names on continuations (Q06, Q22), and non-standard finish "
                + "reasons (Q95).",
            "https://api.z.ai/api/paas/v4",
            "ZAI_API_KEY",
            ["z.ai", "bigmodel.cn"],
            new("effort_field", "effort_or_thinking", "It reasons by default, accepts levels of effort, and thinking of type disabled."),
            new("effort_words", "low_high_max", "It accepts low, high and max (R18)."),
            new("schema_format", "json_object", "It supports only response_format json_object (R12)."),
            new("drop_params", "tool_choice", "It answers every choice except auto with 400, and auto is its default.")),
        new(
            "ollama",
            "Ollama on this machine. Sends every call complete (Q31) and with index 0 (Q11), and reasoning in the member reasoning (Q65); "
                + "older versions send no usage (Q104).",
            "http://127.0.0.1:11434/v1",
            null,
            [],
            new("reasoning_field", "reasoning", "It accepts reasoning under the name that it sends (Q65)."),
            new("same_role", "merge", "Chat templates of many models require user and assistant to alternate (R16)."),
            new("system_messages", "merge", "The chat templates of models accept only one system message, at the start.")),
        new(
            "vllm",
            "vLLM. Newer versions send reasoning in the member reasoning (Q65); some of its parsers repeat the complete arguments at the "
                + "end (Q36). Usage is sent in a last chunk (Q99).",
            "http://127.0.0.1:8000/v1",
            "VLLM_API_KEY",
            [],
            new("reasoning_field", "both", "Chat templates of older versions read reasoning_content, newer ones reasoning (Q65)."),
            new("same_role", "merge", "Chat templates of many models require user and assistant to alternate (R16)."),
            new("system_messages", "merge", "The chat templates of models accept only one system message, at the start.")),
        new(
            "llama.cpp",
            "The server of llama.cpp. Its default port is also the relay's default, so change one of them. Interleaves the arguments of "
                + "parallel calls (Q17), and adds timings (Q114).",
            "http://127.0.0.1:8080/v1",
            "LLAMA_API_KEY",
            [],
            new("same_role", "merge", "Chat templates of many models require user and assistant to alternate (R16)."),
            new("system_messages", "merge", "The chat templates of models accept only one system message, at the start.")),
    ];

    /// <summary>Every vendor's name.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. All.Select(static vendor => vendor.Name)];

    public static VendorPreset? Find(string? name) => All.FirstOrDefault(vendor => vendor.Name == name);
}
