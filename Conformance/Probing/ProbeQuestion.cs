using System.Text.Json;

namespace Conformance.Probing;

/// <summary>One standard question to a vendor.</summary>
/// <param name="Name">A word for files, such as <c>parallel-tools</c>.</param>
/// <param name="Title">The thing it finds out.</param>
/// <param name="Members">The members of the request beyond the model, as JSON text without the outer braces.</param>
internal sealed record ProbeQuestion(string Name, string Title, string Members)
{
    /// <summary>Whether a refusal is the answer that is wanted.</summary>
    public bool WantsRefusal { get; init; }

    /// <summary>Returns the request's body.</summary>
    /// <param name="model">The model.</param>
    /// <param name="asksForUsage">Whether a stream asks for its usage: some vendors refuse the member.</param>
    public string CreateBody(string model, bool asksForUsage)
    {
        var usage = asksForUsage && Members.Contains("\"stream\": true", StringComparison.Ordinal)
            ? ", \"stream_options\": {\"include_usage\": true}"
            : "";
        return $$"""{"model": {{JsonSerializer.Serialize(model, ProbeJson.Default.String)}}, {{Members}}{{usage}}}""";
    }
}
