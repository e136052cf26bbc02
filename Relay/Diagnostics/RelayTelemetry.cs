using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Relay.Contract;

namespace Relay.Diagnostics;

/// <summary>
/// Records the relay's spans and metrics, with the names of OpenTelemetry's GenAI conventions where these exist. Without a listener the
/// cost is negligible.
/// </summary>
internal sealed class RelayTelemetry : IDisposable
{
    /// <summary>The name of the relay's activity source and meter.</summary>
    public const string Source = "Relay";

    // Clients choose the names of models; one series for each would let them fill the memory.
    private const int MostModels = 100;
    private const string OtherModels = "_other";

    private static readonly double[] Seconds = [0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92];
    private static readonly long[] Tokens = [1, 4, 16, 64, 256, 1024, 4096, 16384, 65536, 262144, 1048576, 4194304, 16777216, 67108864];

    private readonly ConcurrentDictionary<string, string> _models = new(StringComparer.Ordinal);
    private readonly ActivitySource _spans = new(Source);
    private readonly Meter _meter = new(Source);
    private readonly Histogram<double> _duration;
    private readonly Histogram<double> _firstChunk;
    private readonly Histogram<long> _tokens;
    private readonly UpDownCounter<long> _active;
    private readonly Counter<long> _retries;
    private readonly Counter<long> _refused;
    private readonly Counter<long> _notStored;
    private readonly UpDownCounter<long> _waiting;

    public RelayTelemetry()
    {
        _duration = _meter.CreateHistogram(
            "gen_ai.client.operation.duration", "s", "Time from the request to the end of the answer.", tags: null, CreateBuckets(Seconds));
        _firstChunk = _meter.CreateHistogram(
            "gen_ai.client.operation.time_to_first_chunk",
            "s",
            "Time from the request to the first chunk of the upstream's answer.",
            tags: null,
            CreateBuckets(Seconds));
        _tokens = _meter.CreateHistogram(
            "gen_ai.client.token.usage", "{token}", "Tokens used by an answer.", tags: null, CreateBuckets(Tokens));
        _active = _meter.CreateUpDownCounter<long>("relay.responses.active", "{response}", "Answers in progress.");
        _retries = _meter.CreateCounter<long>("relay.upstream.retries", "{call}", "Retries of upstream calls.");
        _refused = _meter.CreateCounter<long>("relay.requests.refused", "{request}", "Requests rejected without an upstream call.");
        _notStored = _meter.CreateCounter<long>(
            "relay.responses.not_stored", "{response}", "Answers that were not stored when they were sent.");
        _waiting = _meter.CreateUpDownCounter<long>(
            "relay.responses.waiting", "{response}", "Background responses that have ended and wait for the store.");
    }

    /// <summary>The meter, for listeners to this relay only.</summary>
    public Meter Meter => _meter;

    /// <summary>Starts measuring a response.</summary>
    /// <param name="model">The model that the client requested.</param>
    /// <param name="upstream">The name of the upstream in the configuration.</param>
    /// <param name="stream">Whether the client requested a stream.</param>
    public Measurement Begin(string model, string upstream, bool stream)
    {
        TagList tags =
        [
            new("gen_ai.operation.name", "chat"),
            new("gen_ai.provider.name", upstream),
            new("gen_ai.request.model", LimitModel(model)),
        ];
        _active.Add(1, tags);
        return new Measurement(this, tags, BeginSpan(tags, model, stream));
    }

    /// <summary>Counts a request that the relay rejected itself.</summary>
    public void Refused(string code) => _refused.Add(1, new KeyValuePair<string, object?>("error.type", code));

    /// <summary>Counts a response that could not be stored.</summary>
    public void NotStored(string reason) => _notStored.Add(1, new KeyValuePair<string, object?>("error.type", reason));

    /// <summary>Counts a response that begins (1) or ends (-1) to wait for the store.</summary>
    public void Waiting(int change) => _waiting.Add(change);

    public void Dispose()
    {
        _spans.Dispose();
        _meter.Dispose();
    }

    private Activity? BeginSpan(TagList tags, string model, bool stream)
    {
        var span = _spans.StartActivity("chat " + model, ActivityKind.Client);
        if (span is not null)
        {
            foreach (var (name, value) in tags)
            {
                span.SetTag(name, value);
            }

            span.SetTag("gen_ai.request.model", model);
            span.SetTag("gen_ai.request.stream", stream);
        }

        return span;
    }

    private static InstrumentAdvice<T> CreateBuckets<T>(T[] boundaries)
        where T : struct
        => new() { HistogramBucketBoundaries = boundaries };

    private string LimitModel(string model)
    {
        if (_models.TryGetValue(model, out var known))
        {
            return known;
        }

        return _models.Count < MostModels ? _models.GetOrAdd(model, model) : OtherModels;
    }

    /// <summary>Measures one response.</summary>
    internal sealed class Measurement(RelayTelemetry telemetry, TagList tags, Activity? span)
    {
        /// <summary>Counts a retry.</summary>
        public void Retried(string code)
        {
            telemetry._retries.Add(1, With("error.type", code));
            span?.AddEvent(new ActivityEvent("retry", tags: new ActivityTagsCollection { ["error.type"] = code }));
        }

        /// <summary>Ends the measurement.</summary>
        /// <param name="id">The id of the response.</param>
        /// <param name="outcome">The code of the failure; <see langword="null"/> on success.</param>
        /// <param name="usage">The usage, if the upstream sent one.</param>
        /// <param name="firstByte">The time until the upstream's first byte, if there was one.</param>
        /// <param name="after">The total time.</param>
        public void Ended(string id, string? outcome, TokenUsage? usage, TimeSpan? firstByte, TimeSpan after)
        {
            telemetry._active.Add(-1, tags);
            if (firstByte is { } first)
            {
                telemetry._firstChunk.Record(first.TotalSeconds, tags);
            }

            telemetry._duration.Record(after.TotalSeconds, outcome is null ? tags : With("error.type", outcome));
            if (usage is { } tokens)
            {
                telemetry._tokens.Record(tokens.Input, With("gen_ai.token.type", "input"));
                telemetry._tokens.Record(tokens.Output, With("gen_ai.token.type", "output"));
            }

            EndSpan(id, outcome, usage);
        }

        private void EndSpan(string id, string? outcome, TokenUsage? usage)
        {
            if (span is null)
            {
                return;
            }

            span.SetTag("gen_ai.response.id", id);
            span.SetTag("gen_ai.usage.input_tokens", usage?.Input);
            span.SetTag("gen_ai.usage.output_tokens", usage?.Output);
            if (outcome is not null)
            {
                span.SetTag("error.type", outcome);
                span.SetStatus(ActivityStatusCode.Error);
            }

            span.Dispose();
        }

        private TagList With(string name, string value)
        {
            var more = tags;
            more.Add(name, value);
            return more;
        }
    }
}
