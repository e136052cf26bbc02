namespace Conformance.Tests.Running.Varying;

/// <summary>
/// A relay's way to read its upstream that is wrong in one point: the events it makes of what one read after the other brings.
/// </summary>
/// <param name="Name">What it does wrong, in kebab case.</param>
/// <param name="Word">The variation that must name it; empty for the one that is right.</param>
/// <param name="Case">A case that is right with it while nothing is varied.</param>
/// <param name="Make">Makes a reader for one answer.</param>
internal sealed record WrongReader(string Name, string Word, string Case, Func<IBodyReader> Make)
{
    /// <summary>Whether it hands compressed bodies on as if they were text.</summary>
    public bool TakesCompressedForText { get; init; }

    public override string ToString() => Name;
}

/// <summary>Reads one answer.</summary>
internal interface IBodyReader
{
    /// <summary>The data of the events that this read completes.</summary>
    IEnumerable<string> Read(ReadOnlyMemory<byte> read);

    /// <summary>The data of the events that the end of the body completes.</summary>
    IEnumerable<string> AtEnd() => [];
}
