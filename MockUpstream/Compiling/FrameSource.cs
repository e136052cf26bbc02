using Scenarios.Model;

namespace MockUpstream.Compiling;

/// <summary>
/// Returns the bytes of sending steps. Each step is written once; the count of the repeat and the limit of <c>keep</c> are applied
/// afterwards.
/// </summary>
internal sealed class FrameSource(FrameWriter writer)
{
    private readonly Dictionary<SendingStep, byte[]> _written = new(ReferenceEqualityComparer.Instance);

    /// <summary>Returns the usage that rides on the finish step at this place, or <see langword="null"/>.</summary>
    public static UsageStep? FindRider(IReadOnlyList<UpstreamStep> steps, int at) =>
        steps[at] is FinishStep && at + 1 < steps.Count && steps[at + 1] is UsageStep { OnFinish: true } usage ? usage : null;

    /// <summary>Returns whether any step contains the count of the repeat. Steps inside another repeat contain that one's count.</summary>
    public bool HasCount(IReadOnlyList<UpstreamStep> steps)
    {
        for (var at = 0; at < steps.Count; at++)
        {
            if (steps[at] switch
            {
                BurstStep burst => HasCount(burst.Steps),
                UsageStep { OnFinish: true } when at > 0 && steps[at - 1] is FinishStep => false,
                SendingStep sending => GetFrame(sending, FindRider(steps, at), round: 0).Counted,
                _ => false,
            })
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Returns the bytes of a step, and whether they differ from round to round.</summary>
    public (byte[] Bytes, bool Counted) GetFrame(SendingStep step, UsageStep? rider, int? round)
    {
        if (!_written.TryGetValue(step, out var written))
        {
            _written[step] = written = writer.Write(step, rider);
        }

        var counted = round is not null && step is not BytesStep && RoundMark.IsIn(written);
        var bytes = counted ? RoundMark.InsertRound(written, round!.Value) : written;

        return (Limit(bytes, step.Keep ?? rider?.Keep), counted);
    }

    private static byte[] Limit(byte[] bytes, int? keep) => keep is { } count && count < bytes.Length ? bytes[..count] : bytes;
}
