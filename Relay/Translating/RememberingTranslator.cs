using System.Buffers;
using Relay.Contract;

namespace Relay.Translating;

/// <summary>
/// Keeps what was thought as soon as a response has ended, and before its last event goes down: whoever has seen that may ask again at
/// once.
/// </summary>
internal sealed class RememberingTranslator(IResponseTranslator inner, IThoughtMemory memory) : IResponseTranslator
{
    public StreamOpening Opening => inner.Opening;

    public bool WantsStrictFrames => inner.WantsStrictFrames;

    public IReadOnlyList<string> Warnings => inner.Warnings;

    public UpstreamFailure? Failure => inner.Failure;

    public Thoughts? Thoughts => inner.Thoughts;

    public TokenUsage? Usage => inner.Usage;

    public bool HasBegun => inner.HasBegun;

    public bool KeepsMore => inner.KeepsMore;

    public void Begin(IBufferWriter<byte> events) => inner.Begin(events);

    public void EnsureBegun(IBufferWriter<byte> events) => inner.EnsureBegun(events);

    public ChunkOutcome Translate(ReadOnlySpan<byte> payload, IBufferWriter<byte> events) => inner.Translate(payload, events);

    public ChunkOutcome TakeError(ReadOnlySpan<byte> payload, IBufferWriter<byte> events) => inner.TakeError(payload, events);

    public ChunkOutcome TranslateCompletion(ReadOnlySpan<byte> json, IBufferWriter<byte> events) => inner.TranslateCompletion(json, events);

    public void End(UpstreamEnding ending, IBufferWriter<byte> events)
    {
        inner.End(ending, events);
        if (inner.Thoughts is { } thoughts)
        {
            memory.Keep(thoughts);
        }
    }

    public void WriteResponse(IBufferWriter<byte> json) => inner.WriteResponse(json);

    public void WriteItemsToKeep(IBufferWriter<byte> json) => inner.WriteItemsToKeep(json);
}
