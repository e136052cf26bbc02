using Scenarios.Model;

namespace MockUpstream.Compiling;

/// <summary>A step with whatever of it can be decided once for all plays. A closed family.</summary>
internal abstract record ScriptNode;

/// <summary>A step whose writes are the same in every round.</summary>
/// <param name="Pieces">The writes.</param>
/// <param name="Marked">The writes when the byte order mark precedes them.</param>
internal sealed record WriteNode(UpstreamStep Step, WritePiece[] Pieces, WritePiece[] Marked) : ScriptNode;

/// <summary>A step whose bytes name the round.</summary>
internal sealed record CountedNode(SendingStep Step, UsageStep? Rider) : ScriptNode;

/// <summary>A burst whose bytes name the round.</summary>
internal sealed record CountedBurstNode(BurstStep Burst) : ScriptNode;

/// <summary>The inner nodes again and again.</summary>
internal sealed record RepeatNode(int Times, IReadOnlyList<ScriptNode> Nodes) : ScriptNode;

/// <summary>The end of a write. It has an effect only before the first byte.</summary>
internal sealed record FlushNode(FlushStep Step) : ScriptNode;

/// <summary>A pause or an end.</summary>
internal sealed record PauseNode(ScriptPiece Piece) : ScriptNode;
