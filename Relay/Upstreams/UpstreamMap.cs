using Relay.Options;
using Relay.Policies;
using Relay.Profiles;

namespace Relay.Upstreams;

/// <summary>The upstreams there are, and which of them takes a model.</summary>
internal sealed class UpstreamMap : IDisposable
{
    private readonly Dictionary<string, Upstream> _named;
    private readonly Dictionary<string, UpstreamRoute> _exact = new(StringComparer.Ordinal);
    private readonly List<(ModelPattern Pattern, Upstream Upstream, string? Model)> _patterns = [];
    private readonly Upstream? _default;

    /// <summary>Makes the upstreams of a configuration.</summary>
    /// <param name="options">The configuration.</param>
    /// <param name="profileOf">Chooses the profile that policies select.</param>
    /// <exception cref="ArgumentException">A route leads to an upstream that there is not.</exception>
    public UpstreamMap(RelayOptions options, Func<RelayPolicies, RelayProfile> profileOf)
    {
        _named = options.Upstreams.ToDictionary(
            static upstream => upstream.Name,
            upstream => new Upstream(upstream, options, profileOf(upstream.Policies)),
            StringComparer.Ordinal);
        var unnamed = options.Upstream is null ? null : new Upstream(options.Shared, options, profileOf(options.Shared.Policies));
        All = unnamed is null ? [.. _named.Values] : [unnamed, .. _named.Values];
        _default = options.DefaultUpstream is { } name
            ? Find(name)
            : unnamed ?? _named.GetValueOrDefault(UpstreamOptions.DefaultName) ?? (All.Count == 1 ? All[0] : null);
        foreach (var route in All.SelectMany(static upstream =>
            upstream.Options.Models.Select(model => new ModelRoute(model, upstream.Name))).Concat(options.Models))
        {
            Add(route);
        }

        _patterns.Sort(static (left, right) => right.Pattern.Weight - left.Pattern.Weight);
    }

    /// <summary>Every upstream, that without a name first.</summary>
    public IReadOnlyList<Upstream> All { get; }

    /// <summary>The names of models that the configuration knows, with what they stand for.</summary>
    public IReadOnlyDictionary<string, UpstreamRoute> Names => _exact;

    /// <summary>Finds out who takes a model: its own name first, then <c>upstream/model</c>, then patterns, then the default.</summary>
    /// <returns><see langword="null"/> when nobody does.</returns>
    public UpstreamRoute? Resolve(string model)
    {
        if (_exact.TryGetValue(model, out var known))
        {
            return known;
        }

        if (model.IndexOf('/', StringComparison.Ordinal) is var slash && slash > 0 && slash + 1 < model.Length
            && _named.TryGetValue(model[..slash], out var named))
        {
            return new UpstreamRoute(named, model[(slash + 1)..]);
        }

        foreach (var (pattern, upstream, target) in _patterns)
        {
            if (pattern.Matches(model))
            {
                return new UpstreamRoute(upstream, target ?? model);
            }
        }

        return _default is null ? null : new UpstreamRoute(_default, model);
    }

    public void Dispose()
    {
        foreach (var upstream in All)
        {
            upstream.Dispose();
        }
    }

    private void Add(ModelRoute route)
    {
        var upstream = route.Upstream is null ? _default : Find(route.Upstream);
        if (upstream is null)
        {
            throw new ArgumentException($"Model '{route.Name}' leads to no upstream.", nameof(route));
        }

        if (ModelPattern.IsPattern(route.Name))
        {
            _patterns.Add((new ModelPattern(route.Name), upstream, route.Model));
        }
        else
        {
            _exact[route.Name] = new UpstreamRoute(upstream, route.Model ?? route.Name);
        }
    }

    private Upstream Find(string name) =>
        All.FirstOrDefault(upstream => upstream.Name == name)
            ?? throw new ArgumentException($"There is no upstream '{name}'.", nameof(name));
}
