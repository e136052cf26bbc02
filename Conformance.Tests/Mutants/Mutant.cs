using System.Text.Json.Nodes;

namespace Conformance.Tests.Mutants;

/// <summary>Where a wrong relay goes wrong.</summary>
internal enum Side
{
    /// <summary>Between the relay and the client: the events are wrong.</summary>
    Events,

    /// <summary>Between the upstream and the relay: the relay understands the chunks wrongly.</summary>
    Chunks,
}

/// <summary>A wrong relay: the bundled one with one change to what passes through it.</summary>
/// <param name="Name">What it does wrong, in kebab case.</param>
/// <param name="Check">The check that must catch it.</param>
/// <param name="Case">A case that must go red with it, and is green without.</param>
/// <param name="Side">Where the change is made.</param>
/// <param name="Rewriter">Makes the change for one answer; a new one for each, because most count.</param>
internal sealed record Mutant(string Name, string Check, string Case, Side Side, Func<IRewriter> Rewriter)
{
    public override string ToString() => Name;
}

/// <summary>Changes the frames of one answer.</summary>
internal interface IRewriter
{
    /// <summary>What is sent in place of a frame.</summary>
    IEnumerable<Frame> Rewrite(Frame frame);

    /// <summary>What is sent after the last frame.</summary>
    IEnumerable<Frame> AtEnd() => [];

    /// <summary>Whether the connection is kept open after the end.</summary>
    bool StaysOpen => false;

    /// <summary>Whether the connection breaks in the place of a proper end.</summary>
    bool Breaks => false;

    /// <summary>Changes an answer that is one JSON body; <see langword="null"/> to pass it on.</summary>
    Action<JsonObject>? Body => null;
}

/// <summary>A rewriter from a function that knows the frame's number (from 0).</summary>
internal sealed class Rewriting(
    Func<Frame, int, IEnumerable<Frame>> rewrite,
    Func<IEnumerable<Frame>>? atEnd = null,
    bool staysOpen = false,
    bool breaks = false,
    Action<JsonObject>? body = null) : IRewriter
{
    private int _count;

    public bool StaysOpen => staysOpen;

    public bool Breaks => breaks;

    public Action<JsonObject>? Body => body;

    public IEnumerable<Frame> Rewrite(Frame frame) => rewrite(frame, _count++);

    public IEnumerable<Frame> AtEnd() => atEnd?.Invoke() ?? [];
}
