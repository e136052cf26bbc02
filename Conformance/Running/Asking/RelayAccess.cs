using Conformance.Recording;
using Conformance.Running.Relays;

namespace Conformance.Running.Asking;

/// <summary>How requests are addressed to a relay and how the mock recognises them.</summary>
internal sealed record RelayAccess
{
    /// <summary>The access to a relay about which nothing was declared.</summary>
    public static RelayAccess Plain { get; } = new();

    /// <summary>The sign by which the mock recognises the case.</summary>
    public Correlation By { get; init; }

    /// <summary>Headers sent with every request; a header of the case replaces one of the same name.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>The API key the relay demands; <see langword="null"/> to send the case's own.</summary>
    public string? ApiKey { get; init; }

    /// <summary>The path of the responses endpoint below the relay's address; <see langword="null"/> to derive it.</summary>
    public string? Path { get; init; }

    /// <summary>The model the client names in every case; <see langword="null"/> to name the case.</summary>
    public string? Model { get; init; }

    /// <summary>
    /// Values that are masked in every output: the API key and the values of headers that carry credentials. A value of one to three
    /// characters is no secret, and masking it would tear words apart.
    /// </summary>
    public IReadOnlyList<string> Secrets =>
        [.. Headers.Where(static header => SecretHeaders.Contains(header.Key)).Select(static header => Bare(header.Value)).Append(ApiKey
            ?? "").Where(static value => value.Length >= 4 && value.Trim('*').Length > 0)];

    /// <summary>
    /// Those of them that a relay must not send to a client. A short word such as "test" may stand in an answer by chance.
    /// </summary>
    public IReadOnlyList<string> Unspeakable => [.. Secrets.Where(static value => value.Length >= 8)];

    /// <summary>Returns the access that a profile declares, before anything is known about correlation.</summary>
    public static RelayAccess FromProfile(DeclaredProfile profile) => new()
    {
        Headers = profile.Headers,
        ApiKey = profile.ApiKey,
        Path = profile.Path,
        // A relay that maps named models knows no others; "*" maps whatever the client names.
        Model = profile.ModelMap.Any(static pair => pair.Key == "*")
            ? null
            : profile.ModelMap.Select(static pair => pair.Key).FirstOrDefault(),
    };

    /// <summary>The value without its scheme: a relay that repeats a key does not repeat <c>Bearer</c> with it.</summary>
    private static string Bare(string value) =>
        value.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) ? value["Bearer ".Length..].Trim() : value;

    /// <summary>Returns the address of the responses endpoint.</summary>
    public Uri GetResponsesUrl(Uri relay) => RelayAddress.ResolveResponses(relay, Path);

    /// <summary>Returns the address of another endpoint.</summary>
    public Uri GetUrl(Uri relay, string path) => RelayAddress.Resolve(relay, path, Path);
}
