using Relay.Contract;

namespace Relay.Tests.Translating;

/// <summary>Ids in the order they were asked for, so that events can be compared.</summary>
internal sealed class CountedIds : IIdSource
{
    private int _count;

    public string NewId(string prefix) => $"{prefix}{++_count:d24}";
}
