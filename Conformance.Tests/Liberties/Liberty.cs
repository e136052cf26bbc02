using System.Text.Json.Nodes;

namespace Conformance.Tests.Liberties;

/// <summary>A way in which a right relay may differ from the bundled one.</summary>
/// <param name="Name">The form, in kebab case; docs/liberties.md names it.</param>
/// <param name="Cases">Cases in which it shows.</param>
internal sealed record Liberty(string Name, params string[] Cases)
{
    /// <summary>Makes the form of an event stream.</summary>
    public Func<List<SseBlock>, IEnumerable<SseBlock>>? Stream { get; init; }

    /// <summary>Makes the bytes of an event; the default is one <c>event:</c> and one <c>data:</c> line.</summary>
    public Func<SseBlock, string>? Wire { get; init; }

    /// <summary>Changes the whole text of a stream.</summary>
    public Func<string, string>? Text { get; init; }

    /// <summary>Changes the request to the upstream.</summary>
    public Action<JsonObject>? Request { get; init; }

    /// <summary>Answers an HTTP error as a stream that fails.</summary>
    public bool ErrorsOnTheStream { get; init; }

    /// <summary>Answers a stream that fails without any item as an HTTP error with this status.</summary>
    public int? FailureAsStatus { get; init; }

    /// <summary>Whether the relay maps models, as its profile declares.</summary>
    public bool MapsModels { get; init; }

    public override string ToString() => Name;
}
