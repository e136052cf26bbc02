using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;
using MockUpstream.Compiling;
using MockUpstream.Contract;
using MockUpstream.Playing;
using WireMock;

namespace MockUpstream.Observing;

/// <summary>
/// One request as it arrived, and the part of its story that WireMock's own request does not carry: the raw target, the order of headers,
/// the case, the answer.
/// </summary>
internal sealed class Arrival
{
    private static readonly AsyncLocal<Arrival?> Flowing = new();

    // Of a server that was started without our settings: its requests do not pass our front door.
    private static readonly ConditionalWeakTable<IRequestMessage, Arrival> Elsewhere = [];

    private readonly IHeaderDictionary _headers;
    private readonly string _target;

    private Arrival(long at, string method, string path, string target, IHeaderDictionary headers, ReadOnlyMemory<byte> body)
    {
        At = at;
        Method = method;
        Path = path;
        Body = body;
        _target = target;
        _headers = headers;
        IsChat = method is "POST" && IsChatPath(path);
        Chat = NamesACase(method, path) ? ChatRequestSummary.Read(body, headers) : null;
    }

    /// <summary>The request that the current flow answers, if it came in by our front door.</summary>
    public static Arrival? Current
    {
        get => Flowing.Value;
        set => Flowing.Value = value;
    }

    /// <summary>The time when the whole request had been read.</summary>
    public long At { get; }

    public string Method { get; }

    public string Path { get; }

    public ReadOnlyMemory<byte> Body { get; }

    /// <summary>Whether this asks for a chat completion.</summary>
    public bool IsChat { get; }

    /// <summary>
    /// The signs of a case; <see langword="null"/> for a request for health or models, which does not belong to a client's question.
    /// </summary>
    public ChatRequestSummary? Chat { get; }

    /// <summary>The reason to refuse it unread, such as a body that is too large.</summary>
    public ExchangeAnswer? Problem { get; init; }

    /// <summary>The case it belongs to, once it is found.</summary>
    public Playback? Case { get; set; }

    /// <summary>The answer our player gave, once it has ended.</summary>
    public PlayedAnswer? Answer { get; set; }

    /// <summary>Whether the mock refused it because nothing matched.</summary>
    public bool Refused { get; set; }

    /// <summary>The request for the record, with credentials masked. Valid while the request is answered.</summary>
    [field: MaybeNull]
    public ReceivedRequest Received => field ??= new ReceivedRequest(
        At, Method, CredentialMask.MaskTarget(_target, Case?.ApiKey), new MaskedHeaders(_headers, Case?.ApiKey), Body);

    /// <summary>Makes the arrival of a request that has been read.</summary>
    public static Arrival Create(HttpContext context, ReadOnlyMemory<byte> body, TimeProvider time, ExchangeAnswer? problem) => new(
        time.GetTimestamp(), context.Request.Method, context.Request.Path.Value ?? "",
        context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget, context.Request.Headers, body)
    {
        Problem = problem,
    };

    /// <summary>Returns the arrival of the request that WireMock is answering.</summary>
    public static Arrival Create(IRequestMessage request, TimeProvider time) =>
        Current ?? Elsewhere.GetValue(request, message => Read(message, time));

    private static Arrival Read(IRequestMessage message, TimeProvider time)
    {
        var headers = new HeaderDictionary();
        foreach (var (name, values) in message.Headers ?? new Dictionary<string, WireMock.Types.WireMockList<string>>())
        {
            headers[name] = new StringValues([.. values]);
        }

        return new Arrival(
            time.GetTimestamp(),
            message.Method,
            message.Path,
            message.AbsolutePath + message.RawQuery,
            headers,
            message.BodyAsBytes ?? []);
    }

    private static bool IsChatPath(string path) => path.EndsWith("/chat/completions", StringComparison.Ordinal);

    private static bool NamesACase(string method, string path) =>
        IsChatPath(path) || !(HttpMethods.IsGet(method) || HttpMethods.IsHead(method));
}
