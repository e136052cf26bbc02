namespace Relay.Upstreams;

/// <summary>The vendors that are known by name, and what each needs otherwise than by default. What holds for every vendor is no need: it is the default.</summary>
internal static class VendorPresets
{
    public static IReadOnlyList<VendorPreset> All { get; } =
    [
        new(
            "openai",
            "OpenAI itself. Repeats no id on continuations (Q04), sends usage in a last chunk without choices (Q99).",
            "https://api.openai.com/v1",
            "OPENAI_API_KEY",
            ["openai.com"],
            new("developer_role", "developer", "Its reasoning models were made for the role; it is everybody else who refuses it (R4)."),
            new("max_tokens_field", "max_completion_tokens", "Its reasoning models refuse max_tokens (R10)."),
            new("openai_fields", "pass", "service_tier, prompt_cache_key and the like are its own."),
            new("reasoning_field", "none", "Its chat messages have no member for reasoning."),
            new("files", "file", "It reads files as parts of a message."),
            new("audio", "pass", "It hears input_audio parts.")),
        new(
            "azure",
            "Azure OpenAI in its v1 form, where the model is the deployment's name. Opens with a chunk that has no choices and no id (Q108), and sends filter results without a delta (Q109).",
            "https://NAME.openai.azure.com/openai/v1",
            "AZURE_OPENAI_API_KEY",
            ["openai.azure.com", "services.ai.azure.com", "cognitiveservices.azure.com"],
            new("key_header", "api-key", "An account's key travels in this header; Authorization is for Entra tokens, and a client's own passes on as such."),
            new("developer_role", "developer", "Its reasoning models were made for the role (R4)."),
            new("max_tokens_field", "max_completion_tokens", "Its reasoning models refuse max_tokens (R10)."),
            new("reasoning_field", "none", "Its chat messages have no member for reasoning."),
            new("files", "file", "It reads files as parts of a message.")),
        new(
            "openrouter",
            "OpenRouter. Sends comments while a provider thinks (Q143), and reasoning_details beside reasoning (Q69).",
            "https://openrouter.ai/api/v1",
            "OPENROUTER_API_KEY",
            ["openrouter.ai"],
            new("reasoning_field", "reasoning", "It reads reasoning back under the name it sends (Q65)."),
            new("effort_field", "reasoning_object", "It takes the effort in an object called reasoning, and translates it for each provider."),
            new("web_search", "plugin", "It searches for every model, as the plugin web."),
            new("files", "file_or_url", "It fetches files by address itself.")),
        new(
            "deepseek",
            "DeepSeek. Sends content: null beside reasoning_content (Q50, Q64), usage: null on every chunk (Q102), cached tokens under names of its own (Q105).",
            "https://api.deepseek.com/v1",
            "DEEPSEEK_API_KEY",
            ["deepseek.com"],
            new("reasoning_scope", "tool_turns", "It refuses a turn with tools without its reasoning, and wastes the tokens of any other (Q82)."),
            new("missing_reasoning", "empty", "It refuses an assistant's message with calls that lacks reasoning_content (R7)."),
            new("effort_field", "thinking", "It takes thinking, on or off."),
            new("schema_format", "json_object", "It refuses response_format json_schema (R12)."),
            new("strict_tools", "drop", "strict is known at its beta address only (R12)."),
            new("images", "drop", "It reads text only, and refuses image_url parts.")),
        new(
            "mistral",
            "Mistral. Sends thinking parts in a content array (Q51, Q52), calls whole and without an index (Q01, Q31), and the last text in the finish chunk (Q58).",
            "https://api.mistral.ai/v1",
            "MISTRAL_API_KEY",
            ["mistral.ai"],
            new("stream_usage", "off", "It answers stream_options with 422, and sends usage unasked (R1, Q100)."),
            new("reasoning_field", "none", "It answers reasoning_content in a message with 422."),
            new("effort_field", "none", "It answers an effort it does not know with 422, and most of its models know none."),
            new("drop_params", "seed,user,logprobs,top_logprobs", "It answers members it does not know with 422.")),
        new(
            "groq",
            "Groq. Sends whole calls, several in one chunk (Q19, Q31), reasoning under that name (Q65), and usage in x_groq too (Q103).",
            "https://api.groq.com/openai/v1",
            "GROQ_API_KEY",
            ["groq.com"],
            new("reasoning_field", "reasoning", "It reads reasoning back under the name it sends (Q65)."),
            new("max_tokens_field", "max_completion_tokens", "It calls max_tokens deprecated (R10)."),
            new("drop_params", "logprobs,top_logprobs", "It answers them with 400.")),
        new(
            "gemini",
            "Gemini behind Google's OpenAI-compatible address. Sends calls without an index (Q01), with a signature inside (Q30) and finish_reason stop (Q83), and usage in every chunk (Q101).",
            "https://generativelanguage.googleapis.com/v1beta/openai",
            "GEMINI_API_KEY",
            ["generativelanguage.googleapis.com"],
            new("parallel_calls", "off", "Models of it answer parallel_tool_calls with 400 (R2)."),
            new("reasoning_field", "none", "It refuses names it does not know, and has none for reasoning.")),
        new(
            "qwen",
            "Qwen on Alibaba Cloud's Model Studio (DashScope), the international address. Sends an empty id on continuations (Q06) and reasoning_content (Q64).",
            "https://dashscope-intl.aliyuncs.com/compatible-mode/v1",
            "DASHSCOPE_API_KEY",
            ["dashscope.aliyuncs.com", "dashscope-intl.aliyuncs.com", "dashscope-us.aliyuncs.com"],
            new("effort_field", "enable_thinking", "It takes enable_thinking, on or off."),
            new("web_search", "enable_search", "It searches when asked by enable_search.")),
        new(
            "kimi",
            "Kimi, by Moonshot AI. Names calls by tool and number, anew in every turn (Q14), thinks again after text (Q80), and counts cached tokens beside the details (Q105).",
            "https://api.moonshot.ai/v1",
            "MOONSHOT_API_KEY",
            ["moonshot.ai", "moonshot.cn"],
            new("missing_reasoning", "empty", "It refuses an assistant's message with calls that lacks reasoning_content (R7, Q82)."),
            new("effort_field", "thinking", "It takes thinking, on or off.")),
        new(
            "glm",
            "GLM, by Z.ai (Zhipu). Sends reasoning_content (Q64), empty ids and names on continuations (Q06, Q22), and reasons to finish of its own (Q95).",
            "https://api.z.ai/api/paas/v4",
            "ZAI_API_KEY",
            ["z.ai", "bigmodel.cn"],
            new("effort_field", "thinking", "It takes thinking, on or off."),
            new("schema_format", "json_object", "It knows response_format json_object only (R12)."),
            new("drop_params", "tool_choice", "It answers every choice but auto with 400, and auto is what it does without.")),
        new(
            "ollama",
            "Ollama on this machine. Sends every call with index 0 (Q11), whole (Q31), and reasoning under that name (Q65); older versions send no usage (Q104).",
            "http://127.0.0.1:11434/v1",
            null,
            [],
            new("reasoning_field", "reasoning", "It reads reasoning back under the name it sends (Q65)."),
            new("system_messages", "merge", "Models' templates take one system message, at the start.")),
        new(
            "vllm",
            "vLLM. Newer versions send reasoning under that name (Q65); some of its parsers repeat whole arguments at the end (Q36). Usage comes in a last chunk (Q99).",
            "http://127.0.0.1:8000/v1",
            "VLLM_API_KEY",
            [],
            new("reasoning_field", "both", "Templates of older versions read reasoning_content, of newer ones reasoning (Q65)."),
            new("system_messages", "merge", "Models' templates take one system message, at the start.")),
        new(
            "llama.cpp",
            "The server of llama.cpp; its port is the relay's default too, so give one of them another. Interleaves the arguments of parallel calls (Q17), and adds timings (Q114).",
            "http://127.0.0.1:8080/v1",
            "LLAMA_API_KEY",
            [],
            new VendorNeed("system_messages", "merge", "Models' templates take one system message, at the start.")),
    ];

    /// <summary>Every vendor's name.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. All.Select(static vendor => vendor.Name)];

    public static VendorPreset? Find(string? name) => All.FirstOrDefault(vendor => vendor.Name == name);
}
