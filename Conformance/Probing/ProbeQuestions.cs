namespace Conformance.Probing;

/// <summary>The standard questions. Small answers are asked for, because a vendor counts tokens.</summary>
internal static class ProbeQuestions
{
    private const string Weather = """{"type": "function", "function": {"name": "get_weather", "description": "Tells the weather in a """
        + """city.", "parameters": {"type": "object", "properties": {"city": {"type": "string"}}, "required": """
            + """["city"], "additionalProperties": false}}}""";

    private const string HandedBack = """
        "messages": [{"role": "user", "content": "What is the weather in Oslo?"}, {"role": "assistant", "content": null, "tool_calls": [{"id": "call_probe1", "type": "function", "function": {"name": "get_weather", "arguments": "{\"city\":\"Oslo\"}"}}]}, {"role": "tool", "tool_call_id": "call_probe1", "content": "4 degrees, rain"}]
        """;

    private const string Schema = """
        "response_format": {"type": "json_schema", "json_schema": {"name": "capital", "strict": true, "schema": {"type": "object", "properties": {"capital": {"type": "string"}}, "required": ["capital"], "additionalProperties": false}}}
        """;

    private const string Developer = """
        "messages": [{"role": "developer", "content": "Answer in English."}, {"role": "user", "content": "Say hello in five words."}]
        """;

    // One red pixel.
    private const string Image = """
        "messages": [{"role": "user", "content": [{"type": "text", "text": "Which colour is this?"}, {"type": "image_url", "image_url": {"url": "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8DwHwAFBQIAX8jx0gAAAABJRU5ErkJggg=="}}]}]
        """;

    /// <summary>All questions, in the order in which they are asked.</summary>
    public static IReadOnlyList<ProbeQuestion> All { get; } =
    [
        new("text", "A plain text stream", $"{Ask("Say hello in five words.")}, {Stream}"),
        new("tools", "One tool call", $"{Ask("What is the weather in Oslo? Use the tool.")}, \"tools\": [{Weather}], {Stream}"),
        new(
            "parallel-tools",
            "Two calls in one answer",
            $"{Ask("What is the weather in Oslo and in Rome? Call the tool for both at once.")}, \"tools\": [{Weather}], "
                + $"\"parallel_tool_calls\": true, {Stream}"),
        new("tool-loop", "The output of a tool handed back", $"{HandedBack}, \"tools\": [{Weather}], {Stream}"),
        new(
            "reasoning",
            "Reasoning with a low effort",
            $"{Ask("Is 91 a prime number? Answer in one sentence.")}, \"reasoning_effort\": \"low\", {Stream}"),
        new("json-schema", "An answer by a JSON schema", $"{Ask("Give the capital of Norway.")}, {Schema}, {Stream}"),
        new("length", "An answer that a limit cuts", $"{Ask("Count from one to one hundred in words.")}, \"max_tokens\": 16, {Stream}"),
        new("image", "An image in the question", $"{Image}, {Stream}"),
        new("error", "A request that is wrong", """
            "messages": [{"role": "banana", "content": 17}], "stream": true
            """) { WantsRefusal = true },
        new("stop", "A stop sequence", $"{Ask("Say the words: one two three four.")}, \"stop\": [\"three\"], {Stream}"),
        new("usage", "Usage of an answer as one body", Ask("Say hello in five words.")),
        new("developer-role", "A developer message", $"{Developer}, {Stream}"),
        new("long", "A longer stream", $"{Ask("Tell a story of two hundred words about a lighthouse.")}, {Stream}"),
    ];

    private static string Stream => "\"stream\": true";

    private static string Ask(string text) => $$"""
        "messages": [{"role": "user", "content": "{{text}}"}]
        """.Trim();
}
