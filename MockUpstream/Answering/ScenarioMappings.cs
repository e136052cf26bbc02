using MockUpstream.Matching;
using MockUpstream.Observing;
using MockUpstream.Playing;
using WireMock.Matchers.Request;
using WireMock.RequestBuilders;
using WireMock.ResponseProviders;
using WireMock.Server;

namespace MockUpstream.Answering;

/// <summary>Our mappings on a WireMock server: the cases, the list of models, and the refusals.</summary>
internal sealed class ScenarioMappings(WireMockServer server, CaseRegistry cases, PlaySettings settings, ScenarioProvider provider)
{
    /// <summary>The priority of the cases. WireMock takes the smallest number first, and a mapping without one has 0.</summary>
    public const int Priority = 100;

    /// <summary>The number of our mappings.</summary>
    public const int Count = 4;

    /// <summary>The mapping of the cases.</summary>
    public static readonly Guid Played = new("5ce1a210-0000-4000-8000-000000000001");
    private static readonly Guid Models = new("5ce1a210-0000-4000-8000-000000000002");
    private static readonly Guid Unmatched = new("5ce1a210-0000-4000-8000-000000000003");
    private static readonly Guid Unreadable = new("5ce1a210-0000-4000-8000-000000000004");

    /// <summary>The title of the mapping of the cases.</summary>
    public const string PlayedTitle = "Scenarios";

    private bool _refusesAll;

    /// <summary>Returns whether a mapping is one of these.</summary>
    public static bool IsOurs(Guid mapping) => mapping == Played || mapping == Models || mapping == Unmatched || mapping == Unreadable;

    /// <summary>Adds the mappings, or puts them back.</summary>
    /// <param name="refusesAll">Whether every request that nothing else matches is refused in our words, or only chat requests.</param>
    public void Add(bool refusesAll)
    {
        _refusesAll = refusesAll;
        var refusal = InternalProvider.Wrap(new RefusalProvider(cases, settings.Time));
        Add(Played, PlayedTitle, Priority, new ScenarioMatcher(cases, settings), InternalProvider.Wrap(provider));
        Add(
            Models,
            "Models",
            Priority,
            CreateMatcher(arrival => arrival.Method is "GET" && arrival.Path.EndsWith("/models", StringComparison.Ordinal)),
            InternalProvider.Wrap(new ModelsProvider(cases)));
        Add(Unmatched, "Unmatched", int.MaxValue, CreateMatcher(arrival => refusesAll || arrival.IsChat), refusal);
        Add(Unreadable, "Unreadable", int.MinValue, CreateMatcher(arrival => arrival.Problem is not null), refusal);
    }

    /// <summary>Restores the mappings of which one was deleted.</summary>
    public void Restore()
    {
        if (server.Mappings.Count(mapping => IsOurs(mapping.Guid)) < Count)
        {
            Add(_refusesAll);
        }
    }

    /// <summary>Removes the mappings.</summary>
    public void Remove()
    {
        foreach (var mapping in (Guid[])[Played, Models, Unmatched, Unreadable])
        {
            server.DeleteMapping(mapping);
        }
    }

    private ArrivalMatcher CreateMatcher(Predicate<Arrival> matches) => new(matches, settings.Time);

    private void Add<T>(Guid guid, string title, int priority, T matcher, IResponseProvider provider)
        where T : IRequestMatcher =>
        server.Given(Request.Create().Add(matcher)).WithGuid(guid).WithTitle(title).AtPriority(priority).RespondWith(provider);
}
