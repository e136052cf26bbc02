using System.Net;
using System.Text;
using Conformance.Capturing;
using Conformance.Classifying.Streams;
using Conformance.Reading;
using Conformance.Results;
using Conformance.Scripting;

namespace Conformance.Probing;

/// <summary>Sends the standard questions to a vendor, one after another, through its own recorder.</summary>
internal sealed class ProbeSession : IAsyncDisposable
{
    private const int MostWords = 400;

    /// <summary>An answer of known length is whole for the client before the recorder hands it out.</summary>
    private static readonly TimeSpan LongestHandover = TimeSpan.FromSeconds(10);

    private readonly ProbeSettings _settings;
    private readonly ScenarioComposer _scribe;
    private readonly Func<ProbeQuestion, CapturedExchange, RecordingHead> _headOf;
    private readonly HttpClient _client;
    private readonly Lock _gate = new();
    private CapturingProxy? _proxy;
    private CapturedExchange? _exchange;
    private string? _trouble;
    private TaskCompletionSource _heard = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _asksForUsage = true;

    /// <param name="settings">The vendor and the settings of the requests.</param>
    /// <param name="scribe">Writes the scenarios.</param>
    /// <param name="headOf">Returns the head of the scenario of a question.</param>
    public ProbeSession(ProbeSettings settings, ScenarioComposer scribe, Func<ProbeQuestion, CapturedExchange, RecordingHead> headOf)
    {
        (_settings, _scribe, _headOf) = (settings, scribe, headOf);
        _client = new HttpClient(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false, ActivityHeadersPropagator = null })
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };
    }

    /// <summary>Asks one question.</summary>
    public async Task<ProbeAnswer> AskAsync(ProbeQuestion question, CancellationToken cancellationToken)
    {
        var answer = await AskOnceAsync(question, cancellationToken);
        if (_asksForUsage
            && answer is { Outcome: ProbeOutcome.Refused, Words: { } words }
            && words.Contains("stream_options", StringComparison.Ordinal)
            && !question.WantsRefusal)
        {
            // The question was refused for a member that is not its subject; from here on it is left out.
            _asksForUsage = false;
            RefusesStreamOptions = words;
            answer = await AskOnceAsync(question, cancellationToken);
        }

        return answer;
    }

    /// <summary>The vendor's words when it refused <c>stream_options</c>; <see langword="null"/> when it did not.</summary>
    public string? RefusesStreamOptions { get; private set; }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        if (_proxy is { } proxy)
        {
            await proxy.DisposeAsync();
        }
    }

    private async Task<ProbeAnswer> AskOnceAsync(ProbeQuestion question, CancellationToken cancellationToken)
    {
        _proxy ??= await CapturingProxy.StartAsync(
            new CapturingOptions { To = _settings.To, Time = _settings.Time, OnExchange = AddExchange, OnTrouble = RecordTrouble },
            cancellationToken);
        var heard = ClearAsync();
        using var deadline = new CancellationTokenSource(_settings.Timeout, _settings.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        var broken = "";
        try
        {
            using var request = CreateRequest(question);
            using var response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            await response.Content.CopyToAsync(Stream.Null, either.Token);
        }
        catch (Exception problem) when (!cancellationToken.IsCancellationRequested
            && problem is HttpRequestException or IOException or OperationCanceledException)
        {
            broken = deadline.IsCancellationRequested ? $"no end within {_settings.Timeout.TotalSeconds:0} s" : "the connection broke";
        }

        cancellationToken.ThrowIfCancellationRequested();
        await Task.WhenAny(heard, Task.Delay(LongestHandover, _settings.Time, cancellationToken));
        cancellationToken.ThrowIfCancellationRequested();
        return Read(question, broken);
    }

    private ProbeAnswer Read(ProbeQuestion question, string broken)
    {
        CapturedExchange? exchange;
        string? trouble;
        lock (_gate)
        {
            (exchange, trouble) = (_exchange, _trouble);
        }

        if (exchange is null)
        {
            return new ProbeAnswer(question, trouble is null ? ProbeOutcome.Broken : ProbeOutcome.Unreachable, null, trouble ?? broken);
        }

        var recorded = _scribe.Write(exchange, captured => _headOf(question, captured));
        return exchange.Status switch
        {
            >= 400 => new ProbeAnswer(question, ProbeOutcome.Refused, recorded, FormatWords(recorded.Exchange.Body.Span)),
            null => new ProbeAnswer(question, ProbeOutcome.Broken, recorded, "the vendor closed the connection without an answer"),
            200 when exchange.End is CaptureEnd.Clean => new ProbeAnswer(question, ProbeOutcome.Answered, recorded, null),
            _ => new ProbeAnswer(question, ProbeOutcome.Broken, recorded, broken.Length > 0 ? broken : $"status {exchange.Status}"),
        };
    }

    private HttpRequestMessage CreateRequest(ProbeQuestion question)
    {
        var request = new HttpRequestMessage(
            HttpMethod.Post,
            new Uri($"{_proxy!.Url.GetLeftPart(UriPartial.Authority)}{_settings.To.AbsolutePath.TrimEnd('/')}/chat/completions"))
        {
            Content = new StringContent(question.CreateBody(_settings.Model, _asksForUsage), Encoding.UTF8, "application/json"),
            Version = HttpVersion.Version11,
        };
        if (_settings.ApiKey is { } key)
        {
            request.Headers.TryAddWithoutValidation("authorization", $"Bearer {key}");
        }

        foreach (var (name, value) in _settings.Headers)
        {
            request.Headers.Remove(name);
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return request;
    }

    private Task ClearAsync()
    {
        lock (_gate)
        {
            (_exchange, _trouble, _heard) = (null, null, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
            return _heard.Task;
        }
    }

    private void AddExchange(CapturedExchange exchange)
    {
        lock (_gate)
        {
            _exchange = exchange;
            _heard.TrySetResult();
        }
    }

    private void RecordTrouble(string trouble)
    {
        lock (_gate)
        {
            _trouble = trouble;
            _heard.TrySetResult();
        }
    }

    /// <summary>Returns the message of an error body, else the beginning of the body.</summary>
    private static string FormatWords(ReadOnlySpan<byte> body)
    {
        var json = VendorJson.Parse(body);
        var error = json.Element(0).Member("error").IsPresent() ? json.Element(0).Member("error") : json.Member("error");
        var words = error.Member("message").Text() ?? error.Text() ?? json.Member("message").Text() ?? json.Member("detail").Text()
            ?? Encoding.UTF8.GetString(body);
        return SecretMask.MaskText(words.Length <= MostWords ? words : words[..MostWords] + "…");
    }
}
