namespace Conformance.Fuzzing.Requesting;

/// <summary>Where generated requests are sent, and with which headers.</summary>
/// <param name="Relay">The relay's address.</param>
internal sealed record RequestAddress(Uri Relay)
{
    private const string Version = "/v1";
    private const string Endpoint = "/responses";

    /// <summary>The address of the responses endpoint.</summary>
    public Uri Responses { get; init; } = new(Relay, Version + Endpoint);

    /// <summary>Headers that each request has unless it brings its own.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>Returns a target as this relay serves it: another path in front of it, the relay's query behind it.</summary>
    /// <param name="target">A path and a query as the API documents them, which no class for addresses may correct.</param>
    public string Resolve(string target)
    {
        var own = Responses.AbsolutePath;
        var mapped = IsBelow(target, Version + Endpoint) ? own + target[(Version + Endpoint).Length..]
            : target.StartsWith(Version + "/", StringComparison.Ordinal) && own.EndsWith(Endpoint, StringComparison.Ordinal)
                ? own[..^Endpoint.Length] + target[Version.Length..]
                : target;
        return Responses.Query.Length < 2 ? mapped
            : mapped.Contains('?', StringComparison.Ordinal) ? $"{mapped}&{Responses.Query[1..]}"
            : mapped + Responses.Query;
    }

    private static bool IsBelow(string target, string path) =>
        target.StartsWith(path, StringComparison.Ordinal) && (target.Length == path.Length || target[path.Length] is '/' or '?');
}
