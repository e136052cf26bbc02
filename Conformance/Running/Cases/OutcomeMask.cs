using System.Text;
using Conformance.Results;
using Conformance.Running.Asking;
using Conformance.Running.Relays;

namespace Conformance.Running.Cases;

/// <summary>
/// Masks the user's own credentials in the result and the evidence of a case. The mask is as long as the value, so that offsets stay right.
/// </summary>
internal static class OutcomeMask
{
    /// <summary>Returns the outcome with every value masked in the result and in the evidence.</summary>
    public static CaseOutcome Apply(CaseOutcome outcome, IReadOnlyList<string> values)
    {
        if (values.Count == 0)
        {
            return outcome;
        }

        var bytes = values.Select(Encoding.UTF8.GetBytes).ToList();
        return outcome with
        {
            Result = outcome.Result with
            {
                Reason = outcome.Result.Reason is { } reason ? AccessMask.MaskText(reason, values) : null,
                Findings = [.. outcome.Result.Findings.Select(finding => Finding(finding, values))],
            },
            Death = Death(outcome.Death, values),
            Found = Death(outcome.Found, values),
            Evidence = outcome.Evidence is { } evidence
                ? evidence with { Turns = [.. evidence.Turns.Select(turn => Turn(turn, values, bytes))] }
                : null,
        };
    }

    private static RelayDeath? Death(RelayDeath? death, IReadOnlyList<string> values) =>
        death is null ? null : death with { LastWords = AccessMask.MaskText(death.LastWords, values) };

    private static Finding Finding(Finding finding, IReadOnlyList<string> values) => finding with
    {
        Message = AccessMask.MaskText(finding.Message, values),
        Expected = finding.Expected is { } expected ? AccessMask.MaskText(expected, values) : null,
        Received = finding.Received is { } received ? AccessMask.MaskText(received, values) : null,
    };

    private static TurnEvidence Turn(TurnEvidence turn, IReadOnlyList<string> values, IReadOnlyList<byte[]> bytes) => turn with
    {
        Headers = [.. turn.Headers.Select(header => KeyValuePair.Create(header.Key, AccessMask.MaskText(header.Value, values)))],
        Body = Bytes(turn.Body, bytes),
        Events = [.. turn.Events.Select(seen => seen with { Data = AccessMask.MaskText(seen.Data, values) })],
        Received = [.. turn.Received.Select(line => AccessMask.MaskText(line, values))],
        Exchanges =
        [
            .. turn.Exchanges.Select(exchange => exchange with
            {
                RequestLine = AccessMask.MaskText(exchange.RequestLine, values),
                RequestHeaders = [
                    .. exchange.RequestHeaders.Select(header => KeyValuePair.Create(header.Key, AccessMask.MaskText(header.Value, values))),
                ],
                RequestBody = AccessMask.MaskText(exchange.RequestBody, values),
            }),
        ],
    };

    private static ReadOnlyMemory<byte> Bytes(ReadOnlyMemory<byte> body, IReadOnlyList<byte[]> values)
    {
        if (!values.Any(value => body.Span.IndexOf(value) >= 0))
        {
            return body;
        }

        var masked = body.ToArray();
        foreach (var value in values)
        {
            while (masked.AsSpan().IndexOf(value) is var at and >= 0)
            {
                masked.AsSpan(at, value.Length).Fill((byte)'*');
            }
        }

        return masked;
    }
}
