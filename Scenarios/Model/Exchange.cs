using System.Text.Json;

namespace Scenarios.Model;

/// <summary>One HTTP answer of the upstream: a status with a plain body, or a script of steps.</summary>
public sealed record Exchange
{
    /// <summary>The HTTP status, 200 by default.</summary>
    public int Status { get; init; } = 200;

    /// <summary>
    /// Response headers, in order. A script gets <c>content-type: text/event-stream; charset=utf-8</c> and a JSON body
    /// <c>application/json</c> unless the file names another; a text body gets <c>text/plain; charset=utf-8</c>.
    /// </summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>The body of an answer without steps: a JSON value (sent compact), or a JSON string (its text sent unchanged).</summary>
    public JsonElement? Body { get; init; }

    /// <summary>The script; empty when <see cref="Body"/> is given or the answer has no body.</summary>
    public IReadOnlyList<UpstreamStep> Steps { get; init; } = [];

    /// <summary>The presentation of every step's bytes. A step may override it.</summary>
    public Wire Wire { get; init; } = new();

    /// <summary>The times at which the steps are sent; <see langword="null"/> to send them as soon as possible.</summary>
    public Pace? Pace { get; init; }

    /// <summary>The informational statuses (1xx) that precede the head of the answer, in order.</summary>
    public IReadOnlyList<int> Info { get; init; } = [];

    /// <summary>The trailer fields behind the last HTTP chunk, in order.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Trailers { get; init; } = [];

    /// <summary>
    /// The vendor whose refusals the mock plays before the answer; <see langword="null"/> when every request gets the answer.
    /// </summary>
    public StrictVendor? As { get; init; }

    /// <summary>The exchange's place in its file.</summary>
    public required SourcePlace Place { get; init; }
}

/// <summary>The presentation of a whole answer.</summary>
public sealed record Wire
{
    /// <summary>The line end of built frames.</summary>
    public Newline Newline { get; init; } = Newline.Lf;

    /// <summary>Whether a UTF-8 byte order mark precedes the first byte.</summary>
    public bool Bom { get; init; }

    /// <summary>Whether built frames have a space after the field's colon.</summary>
    public bool Space { get; init; } = true;

    /// <summary>
    /// The places where every step's bytes are cut into separate writes; <see langword="null"/> for one write a step. In a compressed body
    /// the compressed bytes are cut.
    /// </summary>
    public Split? Split { get; init; }

    /// <summary>The compression of the body, each write so that it can be read at once; <see langword="null"/> for not at all.</summary>
    public ContentCoding? Coding { get; init; }

    /// <summary>
    /// The event that the mock waits for after every write. With <see langword="null"/> it waits until the peer has read a write that ends
    /// at a cut of a <c>split</c>, and does not wait after any other write.
    /// </summary>
    public Settle? Settle { get; init; }

    /// <summary>Whether the connection is accepted, the request is read, and nothing is ever sent.</summary>
    public bool Silent { get; init; }
}

/// <summary>The ways in which HTTP compresses a body.</summary>
public enum ContentCoding
{
    /// <summary><c>gzip</c>.</summary>
    Gzip,

    /// <summary><c>br</c>.</summary>
    Brotli,

    /// <summary><c>deflate</c>, which is zlib's format.</summary>
    Deflate,
}

/// <summary>The line ends an SSE stream may use.</summary>
public enum Newline
{
    /// <summary>A line feed.</summary>
    Lf,

    /// <summary>A carriage return and a line feed.</summary>
    Crlf,

    /// <summary>A carriage return alone.</summary>
    Cr,
}

/// <summary>The places where one step's bytes are cut into separate writes. Exactly one member is set.</summary>
public sealed record Split
{
    /// <summary>A cut after every n bytes (<c>split: 1</c>, <c>split: {every: 7}</c>).</summary>
    public int? Every { get; init; }

    /// <summary>Cuts at these byte offsets of the step (<c>split: [3, 17]</c>), ascending.</summary>
    public IReadOnlyList<int>? At { get; init; }

    /// <summary>A cut inside every multi-byte character (<c>split: chars</c>).</summary>
    public bool Chars { get; init; }
}
