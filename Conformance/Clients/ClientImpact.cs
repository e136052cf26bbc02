using Conformance.Clients.Views;

namespace Conformance.Clients;

/// <summary>The loss of a client with one answer, compared with another answer of the same content.</summary>
public enum Impact
{
    /// <summary>As well off.</summary>
    None,

    /// <summary>It loses something, and continues.</summary>
    Loses,

    /// <summary>It throws, hangs, or misses the answer itself.</summary>
    Breaks,
}

/// <summary>The effect of a fault on a client.</summary>
/// <param name="Impact">The loss.</param>
/// <param name="Reason">The evidence for it; empty if nothing is lost.</param>
public sealed record ClientImpact(Impact Impact, string Reason)
{
    /// <summary>Compares a client's result for a right answer with its result for the same answer with a fault.</summary>
    public static ClientImpact Compare(ClientInfo info, ClientView right, ClientView damaged)
    {
        ArgumentNullException.ThrowIfNull(info);
        ArgumentNullException.ThrowIfNull(right);
        ArgumentNullException.ThrowIfNull(damaged);
        return WhyBroken(right, damaged) is { } broken ? new ClientImpact(Impact.Breaks, broken)
            : WhatIsLost(info, right, damaged) is { } lost ? new ClientImpact(Impact.Loses, lost)
            : new ClientImpact(Impact.None, "");
    }

    private static string? WhyBroken(ClientView right, ClientView damaged) =>
        damaged.Failure is { } failure && right.Failure is null ? $"{failure.Type}: {failure.Message}"
        : damaged.Waits && !right.Waits ? "it waits for the end"
        : damaged.Text != right.Text ? "another text"
        : !CompareContent(right).SequenceEqual(CompareContent(damaged)) ? "other calls"
        : damaged.Calls.Any(call => string.IsNullOrEmpty(call.Id)) ? "a call without an id"
        : damaged.Items.Count < right.Items.Count ? "fewer items"
        : null;

    private static string? WhatIsLost(ClientInfo info, ClientView right, ClientView damaged) =>
        damaged.StreamedText != right.StreamedText ? "another text while it runs"
        : damaged.Reasoning != right.Reasoning ? "other reasoning"
        : damaged.StopReason != right.StopReason ? $"the reason is {damaged.StopReason ?? "unknown"}"
        : !info.UsageIsOptional && WithoutUsage(right.Usage, damaged.Usage) ? "no usage"
        : null;

    private static bool WithoutUsage(ClientUsage? right, ClientUsage? damaged) =>
        right is not null && (damaged is null || (right.Cached is not null && damaged.Cached is null));

    private static IEnumerable<(string, string)> CompareContent(ClientView view) => view.Calls.Select(call => (call.Name, call.Arguments));
}
