using System.Text;
using System.Text.Json.Nodes;
using Conformance.Results;

namespace Conformance.Tests.Mutants;

/// <summary>A wrong relay: the bundled one with one change to the chat request it sends.</summary>
/// <param name="Name">What it does wrong, in kebab case.</param>
/// <param name="Check">The check that must find it.</param>
/// <param name="Case">The case that is played, in which the right relay has no finding about its chat request.</param>
/// <param name="Change">Makes the change.</param>
/// <param name="Severity">How much the finding weighs.</param>
internal sealed record RequestMutant(
    string Name, string Check, string Case, Action<OutgoingRequest> Change, Severity Severity = Severity.Error)
{
    public override string ToString() => Name;
}

/// <summary>A chat request on its way from a relay to its upstream.</summary>
internal sealed class OutgoingRequest
{
    /// <summary>The path, from the host on.</summary>
    public required string Path { get; set; }

    /// <summary>The body.</summary>
    public required string Body { get; set; }

    /// <summary>The content type; <see langword="null"/> for none.</summary>
    public string? ContentType { get; set; }

    /// <summary>The values of <c>Authorization</c>.</summary>
    public IReadOnlyList<string> Authorization { get; set; } = [];

    /// <summary>Changes the body as JSON.</summary>
    public void Edit(Action<JsonObject> change)
    {
        var json = JsonNode.Parse(Body)!.AsObject();
        change(json);
        Body = json.ToJsonString();
    }

    public byte[] Bytes() => Encoding.UTF8.GetBytes(Body);
}
