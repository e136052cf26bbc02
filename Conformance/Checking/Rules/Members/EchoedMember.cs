using System.Text.Json;
using Conformance.Checking.Walking;
using Conformance.Reading;
using Conformance.Results;

namespace Conformance.Checking.Rules.Members;

/// <summary>The difference between a requested value and its echo.</summary>
/// <param name="Path">The member's path in the response.</param>
/// <param name="Message">The rest of a sentence that begins with the member.</param>
/// <param name="Expected">The requested value.</param>
/// <param name="Received">The response's value.</param>
/// <param name="Severity">The severity of the difference.</param>
internal sealed record EchoFault(string Path, string Message, string Expected, string Received, Severity Severity);

/// <summary>One member of the request that the response repeats.</summary>
/// <param name="Path">Its path, the same in request and response.</param>
/// <param name="Kind">
/// The kinds of JSON that a request may have there; another kind is the client's mistake, and how a relay repeats it is free.
/// </param>
/// <param name="Other">The severity of another value.</param>
/// <param name="Lost">The severity of null, an empty value or the default when the request had a value.</param>
internal sealed record EchoedMember(string Path, JsonValueKind[] Kind, Severity Other, Severity Lost)
{
    /// <summary>The values of a relay that does not repeat the member.</summary>
    public IReadOnlyList<string> Defaults { get; init; } = [];

    /// <summary>Whether the response may hold a value although the request had none.</summary>
    public bool MayBeAdded { get; init; } = true;

    /// <summary>Compares in a way of its own; <see langword="null"/> compares as JSON.</summary>
    public Func<JsonElement, JsonElement, string, JsonDifference?>? Comparison { get; init; }

    /// <summary>How the echo differs; <see langword="null"/> when it does not.</summary>
    public EchoFault? Compare(JsonElement asked, JsonElement told)
    {
        // Of the wrong type is member-type's business.
        if (told.HasValue() && !Kind.Contains(told.ValueKind))
        {
            return null;
        }

        if (!asked.HasValue() || IsEmpty(asked))
        {
            return MayBeAdded || IsEmpty(told)
                ? null
                : new EchoFault(Path, "contains a value that was not requested", "nothing", told.Shown(), Severity.Warning);
        }

        if (!Kind.Contains(asked.ValueKind) || (Comparison ?? Differ)(asked, told, Path) is not { } difference)
        {
            return null;
        }

        return IsEmpty(told) || Defaults.Contains(told.GetRawText())
            ? new EchoFault(Path, "does not repeat the requested value", asked.Shown(), told.Shown(), Lost)
            : new EchoFault(difference.Path, "differs from the requested value", difference.Left, difference.Right, Other);
    }

    private static JsonDifference? Differ(JsonElement asked, JsonElement told, string path) => JsonDifference.Find(asked, told, path);

    private static bool IsEmpty(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Null => true,
        JsonValueKind.Array => json.GetArrayLength() == 0,
        JsonValueKind.Object => !json.EnumerateObject().Any(),
        JsonValueKind.String => json.Text() is null or "",
        _ => false,
    };
}
