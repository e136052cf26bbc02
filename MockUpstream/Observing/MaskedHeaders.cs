using System.Collections;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Primitives;

namespace MockUpstream.Observing;

/// <summary>Headers of a request. Credentials are masked when the headers are read.</summary>
/// <param name="headers">The headers, which the server uses again for the next request and which are therefore copied at once.</param>
/// <param name="apiKey">The key of the case's client; <see langword="null"/> for a request that belongs to no case.</param>
internal sealed class MaskedHeaders(IHeaderDictionary headers, string? apiKey) : IReadOnlyList<KeyValuePair<string, string>>
{
    private readonly KeyValuePair<string, StringValues>[] _raw = [.. headers];

    public int Count => Masked.Count;

    public KeyValuePair<string, string> this[int index] => Masked[index];

    [field: MaybeNull]
    private IReadOnlyList<KeyValuePair<string, string>> Masked => field ??= CredentialMask.MaskHeaders(_raw, apiKey);

    public IEnumerator<KeyValuePair<string, string>> GetEnumerator() => Masked.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
