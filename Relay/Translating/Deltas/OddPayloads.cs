using Relay.ChatCompletions;
using Relay.Policies;
using Relay.Translating.Items;
using Relay.Translating.State;

namespace Relay.Translating.Deltas;

/// <summary>
/// Decides about payloads that are no chunk of the answer: a failure fails the response with the vendor's words, a heartbeat is skipped,
/// and anything else may have been a part of the answer (Q149, Q150).
/// </summary>
internal sealed class OddPayloads(TranslationContext context)
{
    // Vendors interleave a few calls.
    private const int MostOpenCalls = 64;
    private const string NoObject = "The upstream sent a chunk that is no JSON object.";

    /// <summary>Decides about a payload that is not an object.</summary>
    /// <param name="payload">The payload.</param>
    /// <param name="calls">The calls so far.</param>
    public void TakeUnreadable(ReadOnlySpan<byte> payload, IReadOnlyList<CallItem> calls)
    {
        if (HeartbeatPayload.IsWord(payload))
        {
            return;
        }

        if (context.Policies.BadChunk is BadChunk.Fail && VendorError.FromUnreadable(payload, context.Secrets) is { } failure)
        {
            context.Fail(failure);
            return;
        }

        Lose(payload, calls, NoObject, "A chunk that is not a JSON object was skipped.");
    }

    /// <summary>Decides about an object without choices that has members of its own.</summary>
    /// <param name="payload">The payload.</param>
    /// <param name="chunk">The payload, parsed.</param>
    /// <param name="calls">The calls so far.</param>
    public void TakeWithoutChoices(ReadOnlySpan<byte> payload, ChatChunk chunk, IReadOnlyList<CallItem> calls)
    {
        switch (PayloadSigns.Read(payload, chunk.HasChoiceList || chunk.Usage.IsPresent))
        {
            case PayloadMeaning.Failure:
                context.Fail(VendorError.FromPayload(payload, context.Secrets));
                break;
            case PayloadMeaning.Unreadable:
                Lose(payload, calls, "The upstream sent an object that is no chunk of a chat completion.", Describe(payload));
                break;
            case PayloadMeaning.Unknown:
                context.HasUnreadable = true;
                context.Warnings.Add(Describe(payload));
                break;
            default:
                break;
        }
    }

    // A lost piece of arguments makes another call of the rest, whatever the policy.
    private void Lose(ReadOnlySpan<byte> payload, IReadOnlyList<CallItem> calls, string failure, string warning)
    {
        context.HasUnreadable = true;
        if (context.Policies.BadChunk is BadChunk.Fail || MayBeOfCall(payload, calls))
        {
            context.Fail("upstream_bad_response", failure);
            return;
        }

        context.Warnings.Add(warning);
    }

    private static bool MayBeOfCall(ReadOnlySpan<byte> payload, IReadOnlyList<CallItem> calls) =>
        calls.Skip(calls.Count - MostOpenCalls).Any(static call => !call.LooksComplete)
        || payload.IndexOf("tool_calls"u8) >= 0
        || payload.IndexOf("\"function"u8) >= 0
        || payload.IndexOf("\"argu"u8) >= 0;

    private string Describe(ReadOnlySpan<byte> payload) =>
        $"A payload without choices was left out; it has the members {VendorText.Clean(PayloadSigns.GetNames(payload), context.Secrets)}.";
}
