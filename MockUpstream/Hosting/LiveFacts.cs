using MockUpstream.Matching;

namespace MockUpstream.Hosting;

/// <summary>The facts about the host that the live page shows at its top.</summary>
internal sealed class LiveFacts(CaseRegistry cases)
{
    private IReadOnlyList<string> _problems = [];

    /// <summary>The URL that a relay is given; empty before the host listens.</summary>
    public string BaseUrl { get; set; } = "";

    /// <summary>The number of cases.</summary>
    public int Cases => cases.All.Count;

    /// <summary>The problems of the scenario files, one line each.</summary>
    public IReadOnlyList<string> Problems
    {
        get => Volatile.Read(ref _problems);
        set => Volatile.Write(ref _problems, value);
    }

    /// <summary>A command that asks for the case with the shortest key.</summary>
    public string Example => cases.All.MinBy(static playback => playback.Key.Length) is { } shortest
        ? $"curl -N {BaseUrl}/chat/completions -d '{{\"model\":\"{shortest.Key}\",\"stream\":true,\"messages\":[]}}'"
        : "";
}
