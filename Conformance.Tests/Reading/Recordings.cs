using System.Text;
using Conformance.Recording;

namespace Conformance.Tests.Reading;

/// <summary>
/// Recordings made by hand: a body, and where its reads were cut. The read that brings byte n of a bytewise body returns at 1000 + n.
/// </summary>
internal static class Recordings
{
    public static RecordedStream Whole(string body) => Cut(Encoding.UTF8.GetBytes(body));

    public static RecordedStream Bytewise(byte[] body) => Cut(body, [.. Enumerable.Range(1, Math.Max(0, body.Length - 1))]);

    /// <summary>The body in reads that are cut at these offsets; read number n returns at 1000 + n.</summary>
    public static RecordedStream Cut(byte[] body, params int[] cuts)
    {
        int[] edges = [0, .. cuts, body.Length];
        return new RecordedStream
        {
            SentAt = 0,
            Status = 200,
            Headers = [KeyValuePair.Create("content-type", "text/event-stream")],
            Body = body,
            Reads = [.. Enumerable.Range(0, edges.Length - 1).Select(n => new BodyRead(1000 + n, edges[n], edges[n + 1] - edges[n]))],
            End = StreamEnd.Closed,
            EndedAt = 1_000_000,
        };
    }
}
