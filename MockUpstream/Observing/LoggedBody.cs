using System.Text;
using System.Text.Json;
using JsonConverter.Abstractions;
using JsonConverter.Newtonsoft.Json;
using WireMock.Models;
using WireMock.Types;
using WireMock.Util;

namespace MockUpstream.Observing;

/// <summary>
/// The body of a request in the log. It stores only the bytes, and creates text and JSON on request, because most entries are never read.
/// </summary>
internal sealed class LoggedBody(ReadOnlyMemory<byte> bytes) : IBodyData
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private static readonly NewtonsoftJsonConverter Json = new();

    // WireMock's own way to read bodies: a text that looks like a date stays the text it is.
    private static readonly JsonConverterOptions TextStaysText = new() { DateParseHandling = 0 };

    public byte[]? BodyAsBytes
    {
        get => field ?? bytes.ToArray();
        set;
    }

    public string? BodyAsString
    {
        get => field ?? Decode(bytes.Span);
        set;
    }

    public object? BodyAsJson
    {
        get => field ?? (IsJson() ? Json.Deserialize<object>(BodyAsString!, TextStaysText) : null);
        set;
    }

    public BodyType? DetectedBodyType
    {
        get => field ?? (BodyAsString is null ? BodyType.Bytes : IsJson() ? BodyType.Json : BodyType.String);
        set;
    }

    public BodyType? DetectedBodyTypeFromContentType { get; set; }

    public string? BodyAsFile { get; set; }

    public bool? BodyAsFileIsCached { get; set; }

    public bool? BodyAsJsonIndented { get; set; }

    public IDictionary<string, WireMockList<string>>? BodyAsFormUrlEncoded { get; set; }

    public string? DetectedCompression { get; set; }

    public Encoding? Encoding { get; set; } = Encoding.UTF8;

    public string? IsFuncUsed { get; set; }

    public Func<IdOrTexts>? ProtoDefinition { get; set; }

    public string? ProtoBufMessageType { get; set; }

    public IBlockingQueue<string?>? SseStringQueue { get; set; }

    public Task? BodyAsSseStringTask { get; set; }

    /// <summary>Returns the text these bytes are, or <see langword="null"/> when they are not UTF-8.</summary>
    public static string? Decode(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return Strict.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    private bool IsJson()
    {
        try
        {
            using var json = JsonDocument.Parse(bytes);
            return json.RootElement.ValueKind is JsonValueKind.Object or JsonValueKind.Array;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
