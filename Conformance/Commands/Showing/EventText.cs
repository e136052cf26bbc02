using Scenarios.Model;

namespace Conformance.Commands.Showing;

/// <summary>Events in the words of the format.</summary>
internal static class EventText
{
    public static string Format(EventCount count) => count.Count == 1 ? count.Type : $"{count.Type} number {count.Count}";

    public static string Format(ExpectedEvent expected)
    {
        var type = (expected.Type.StartsWith("response.", StringComparison.Ordinal) ? expected.Type["response.".Length..] : expected.Type)
            + (expected.Joined ? "s" : "");
        return expected.Pattern is { } pattern ? $"{type}: {ConsoleJson.FormatFlow(pattern)}" : type;
    }
}
