using System.Text.Json;
using Conformance.Expecting.Patterns;
using MockUpstream.Contract;
using Scenarios.Model;

namespace Conformance.Tests.RealClients;

/// <summary>What a vendor saw of a client through the relay.</summary>
/// <param name="Scenario">The case that was played.</param>
/// <param name="Model">The model that the client asked for.</param>
/// <param name="Record">What reached the mock.</param>
internal sealed record VendorSide(Scenario Scenario, string Model, UpstreamRecord Record)
{
    /// <summary>The chat requests, in order.</summary>
    public IReadOnlyList<JsonElement> Requests { get; } =
    [
        .. Record.Exchanges.Select(static exchange => JsonElement.Parse(exchange.Request.Body.Span)),
    ];

    /// <summary>Whether every answer of the case was asked for once and read to its end.</summary>
    public bool PlayedToTheEnd =>
        Record.Exchanges.Count == Scenario.Turns.Sum(static turn => turn.Upstream.Count)
            && Record.Exchanges.All(static exchange => exchange is { Completed: true, Exchange: not null, PeerGoneAt: null });

    /// <summary>Whether the relay let go of the last answer before its end.</summary>
    public bool Aborted => Record.Exchanges is [.., { PeerGoneAt: not null }];

    /// <summary>
    /// Where the requests part from what the case expects of the judge's own client; empty when a vendor could not tell the two apart.
    /// </summary>
    public IReadOnlyList<string> Divergences()
    {
        var expected = Scenario.Turns.SelectMany(static turn => turn.Expect.Requests).ToList();
        if (expected.Count != Requests.Count)
        {
            return [$"The case tells of {expected.Count} requests, {Requests.Count} came."];
        }

        var matcher = new PatternMatcher(Bindings.None, Model);
        return [.. expected.Zip(Requests, (pattern, request) => matcher.Compare(pattern, request))
            .OfType<Mismatch>()
            .Select(static mismatch => mismatch.ToString())];
    }

    /// <summary>A request's messages, each as <c>role: content</c>.</summary>
    public IReadOnlyList<string> Messages(int request) =>
        [.. Requests[request].GetProperty("messages").EnumerateArray().Select(static message =>
            $"{message.GetProperty("role")}: {(message.TryGetProperty("content", out var content) ? content : default)}")];

    /// <summary>The outputs of a request's calls by their ids, in order.</summary>
    public IReadOnlyDictionary<string, string> ToolOutputs(int request) => Requests[request].GetProperty("messages").EnumerateArray()
        .Where(static message => message.GetProperty("role").GetString() == "tool")
        .ToDictionary(
            static message => message.GetProperty("tool_call_id").GetString()!,
            static message => message.GetProperty("content").ToString(),
            StringComparer.Ordinal);

    /// <summary>The tools a request declares, by name.</summary>
    public IReadOnlyList<string?> Tools(int request) =>
        [.. Requests[request]
            .GetProperty("tools")
            .EnumerateArray()
            .Select(static tool => tool.GetProperty("function").GetProperty("name").GetString())];
}
