using System.Buffers;
using Relay.ChatCompletions;
using Relay.Contract;
using Relay.Json;
using Relay.Policies;
using Relay.Translating.State;

namespace Relay.Translating.Ending;

/// <summary>Stores the usage that the upstream sent, as a whole or over several chunks.</summary>
internal sealed class LatestUsage(TranslationContext context)
{
    // The last object is not parsed until another one follows.
    private readonly ArrayBufferWriter<byte> _json = new();
    private UsageCounts _earlier;

    public void Replace(JsonSlice usage, ReadOnlySpan<byte> payload)
    {
        // Some vendors send null usage in every chunk (Q102), others a running count (Q101): the last real one counts.
        if (usage.IsObject && usage.Length > "{}".Length && !usage.In(payload).SequenceEqual(_json.WrittenSpan))
        {
            if (_json.WrittenCount > 0)
            {
                _earlier = _earlier.With(UsageReader.Read(_json.WrittenSpan));
                _json.ResetWrittenCount();
            }

            _json.Write(usage.In(payload));
        }
    }

    /// <summary>Returns the usage; <see langword="null"/> if the upstream sent none.</summary>
    public TokenUsage? Read() =>
        _json.WrittenCount == 0 ? null : _earlier.With(UsageReader.Read(_json.WrittenSpan)).ToUsage();

    /// <summary>Returns the usage for the terminal event.</summary>
    public TokenUsage? ReadFinal()
    {
        if (Read() is not { } usage)
        {
            return context.Policies.MissingUsage is MissingUsage.Zeros ? default(TokenUsage) : null;
        }

        // The vendor's total is reported as it is (Q106).
        if (usage.Total != UsageReader.Sum(usage.Input, usage.Output))
        {
            context.Warnings.Add("The upstream's token total is not the sum of its parts.");
        }

        return usage;
    }
}
