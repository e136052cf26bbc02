using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using MockUpstream.Contract;
using MockUpstream.Playing;

namespace MockUpstream.Matching;

/// <summary>The cases being played, by key, and the rule by which a request finds its own.</summary>
internal sealed class CaseRegistry
{
    private readonly ConcurrentDictionary<string, Playback> _cases = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Playback> _byApiKey = new(StringComparer.Ordinal);

    /// <summary>All cases, in the order of their keys.</summary>
    public IReadOnlyList<Playback> All => [.. _cases.Values.OrderBy(playback => playback.Key, StringComparer.Ordinal)];

    /// <summary>Whether the only case that is registered takes every request that carries no sign.</summary>
    public bool MatchesAnything { get; set; }

    public void Add(Playback playback)
    {
        if (!_cases.TryAdd(playback.Key, playback))
        {
            throw new ArgumentException($"The key '{playback.Key}' is registered already.", nameof(playback));
        }

        _byApiKey[playback.ApiKey] = playback;
    }

    public void Remove(Playback playback)
    {
        _cases.TryRemove(new(playback.Key, playback));
        _byApiKey.TryRemove(new(playback.ApiKey, playback));
    }

    /// <summary>Finds a case by its own name.</summary>
    public bool TryFind(string key, [NotNullWhen(true)] out Playback? playback) => _cases.TryGetValue(key, out playback);

    /// <summary>
    /// Finds the case by model, else by API key, else by a <c>[name]</c> in the last user text: relays drop or rename one or the other.
    /// </summary>
    public bool TryMatch(ChatRequestSummary request, [NotNullWhen(true)] out Playback? playback)
    {
        playback = Find(request.Model)
            ?? FindByKey(request.ApiKey)
            ?? FindMarkers(request.LastUserText).Select(Find).FirstOrDefault(found => found is not null)
            ?? (MatchesAnything && _cases.Count == 1 ? _cases.Values.FirstOrDefault() : null);

        return playback is not null;
    }

    /// <summary>Returns a client that can be given only one word shows the case's name as its key.</summary>
    private Playback? FindByKey(string? key) => key is null ? null : _byApiKey.GetValueOrDefault(key) ?? Find(key);

    private Playback? Find(string? key) => key is not null && _cases.TryGetValue(key, out var playback) ? playback : null;

    private static IEnumerable<string> FindMarkers(string? text)
    {
        for (var open = text?.IndexOf('[') ?? -1; open >= 0; open = text!.IndexOf('[', open + 1))
        {
            var close = text!.IndexOf(']', open);
            if (close < 0)
            {
                yield break;
            }

            yield return text[(open + 1)..close];
        }
    }
}
