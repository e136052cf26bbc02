using Scenarios.Model;

namespace MockUpstream.Varying.Bodies;

/// <summary>One change to the presentation of a body. A closed family; each change alone keeps the meaning of the body.</summary>
public abstract record Change
{
    /// <summary>The first byte of the body that the change is about.</summary>
    public abstract int Offset { get; }
}

/// <summary>Bytes in place of others, at one place or at several that belong together.</summary>
/// <param name="Edits">The replacements, ascending and disjoint; never empty.</param>
public sealed record BytesChange(IReadOnlyList<Edit> Edits) : Change
{
    /// <inheritdoc/>
    public override int Offset => Edits[0].Offset;
}

/// <summary>One replacement.</summary>
/// <param name="Offset">The offset of the first byte.</param>
/// <param name="Length">The number of bytes that are taken out; 0 for an insertion before the byte at <paramref name="Offset"/>.</param>
/// <param name="Bytes">The inserted bytes.</param>
public sealed record Edit(int Offset, int Length, ReadOnlyMemory<byte> Bytes);

/// <summary>A write ends before this byte.</summary>
public sealed record CutChange(int At) : Change
{
    /// <inheritdoc/>
    public override int Offset => At;
}

/// <summary>No write ends before this byte, where one did.</summary>
public sealed record JoinChange(int At) : Change
{
    /// <inheritdoc/>
    public override int Offset => At;
}

/// <summary>The whole body is compressed.</summary>
public sealed record CodingChange(ContentCoding Coding) : Change
{
    /// <inheritdoc/>
    public override int Offset => 0;
}
