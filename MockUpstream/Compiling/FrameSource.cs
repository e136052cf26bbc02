using Scenarios.Model;

namespace MockUpstream.Compiling;

/// <summary>Gives the bytes of a sending step: written once, with the round put in and cut to what is kept.</summary>
internal sealed class FrameSource(FrameWriter writer)
{
    private readonly Dictionary<SendingStep, byte[]> _written = new(ReferenceEqualityComparer.Instance);

    /// <summary>The usage that rides on the finish step at this place, or <see langword="null"/>.</summary>
    public static UsageStep? Rider(IReadOnlyList<UpstreamStep> steps, int at) =>
        steps[at] is FinishStep && at + 1 < steps.Count && steps[at + 1] is UsageStep { OnFinish: true } usage ? usage : null;

    /// <summary>Whether any step names the round; steps inside a repeat of their own name its rounds.</summary>
    public bool AnyCounted(IReadOnlyList<UpstreamStep> steps)
    {
        for (var at = 0; at < steps.Count; at++)
        {
            if (steps[at] switch
            {
                BurstStep burst => AnyCounted(burst.Steps),
                UsageStep { OnFinish: true } when at > 0 && steps[at - 1] is FinishStep => false,
                SendingStep sending => Of(sending, Rider(steps, at), round: 0).Counted,
                _ => false,
            })
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The bytes of a step, and whether they differ from round to round.</summary>
    public (byte[] Bytes, bool Counted) Of(SendingStep step, UsageStep? rider, int? round)
    {
        if (!_written.TryGetValue(step, out var written))
        {
            _written[step] = written = writer.Write(step, rider);
        }

        var counted = round is not null && step is not BytesStep && RoundMark.IsIn(written);
        var bytes = counted ? RoundMark.Put(written, round!.Value) : written;

        return (Kept(bytes, step.Keep ?? rider?.Keep), counted);
    }

    private static byte[] Kept(byte[] bytes, int? keep) => keep is { } count && count < bytes.Length ? bytes[..count] : bytes;
}
