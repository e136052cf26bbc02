using System.Buffers;
using Microsoft.Extensions.Logging;
using Relay.Background;
using Relay.ChatCompletions;
using Relay.Contract;
using Relay.Diagnostics;
using Relay.Exchange;
using Relay.Storing;

namespace Relay.Http;

/// <summary>
/// Answers <c>POST /v1/responses</c> and <c>/v1/responses/compact</c>: reads the job and runs it, or hands it to the background.
/// </summary>
internal sealed class ResponsesEndpoint(
    JobReader jobs,
    ExchangeServices services,
    TimeLimitedStore store,
    BackgroundRuns runs,
    GracefulShutdown shutdown,
    ILogger<ResponsesEndpoint> logger)
{
    private int _underWay;

    /// <summary>The number of requests that are read or answered now.</summary>
    public int UnderWay => Volatile.Read(ref _underWay);

    /// <summary>Answers a <c>POST /v1/responses</c>.</summary>
    public Task AnswerAsync(HttpContext context) => AnswerAsync(context, isCompactEndpoint: false);

    /// <summary>Answers a <c>POST /v1/responses/compact</c>.</summary>
    public Task CompactAsync(HttpContext context) => AnswerAsync(context, isCompactEndpoint: true);

    private async Task AnswerAsync(HttpContext context, bool isCompactEndpoint)
    {
        var place = Interlocked.Increment(ref _underWay);
        try
        {
            if (services.Options.MaxStreams > 0 && place + runs.Count > services.Options.MaxStreams)
            {
                await RefuseAsync(context, Failures.TooManyStreams);
            }
            else
            {
                await ReadAndAnswerAsync(context, isCompactEndpoint);
            }
        }
        catch (StoreUnavailableException exception) when (!context.Response.HasStarted)
        {
            RelayLog.StoreUnavailable(logger, exception.Message);
            services.Telemetry.Refused(Failures.StoreUnavailable.Code);
            await ApiErrorResult.WriteAsync(context.Response, Failures.StoreUnavailable, context.RequestAborted);
        }
        catch (Exception exception) when (context.RequestAborted.IsCancellationRequested
            && exception is OperationCanceledException or IOException)
        {
            // The client has gone: there is no connection to answer on.
        }
        finally
        {
            Interlocked.Decrement(ref _underWay);
        }
    }

    private async Task ReadAndAnswerAsync(HttpContext context, bool isCompactEndpoint)
    {
        await (await StartAsync(context, isCompactEndpoint));
    }

    // The job is a local of a method that ends before the answer does: a stream may last an hour and must not hold its request that long.
    private async Task<Task> StartAsync(HttpContext context, bool isCompactEndpoint)
    {
        var (job, problem) = await jobs.ReadAsync(context, isCompactEndpoint);
        if (job is null)
        {
            return RefuseAsync(context, problem!);
        }

        foreach (var warning in job.Request.Warnings)
        {
            RelayLog.Warning(logger, job.Request.Echo.Id, warning);
        }

        return job.Draft is { Background: true }
            ? AnswerLaterAsync(context, job)
            : RunAsync(context, CreateRun(context, job), job.Request.Echo.Id);
    }

    private ResponseRun CreateRun(HttpContext context, ResponseJob job)
    {
        var isStream = job.Request.Stream;
        IResponseSink sink = isStream ? new SseSink(context.Response) : new JsonSink(context.Response);
        var recorder = job.Draft is { } draft
            ? new ResponseRecorder(draft, isStream ? new EventJournal() : null, store, services.Telemetry, logger)
            : null;
        if (isStream && recorder is not null && store.IsUnavailable)
        {
            StoredHeader.SetUncertain(context.Response);
        }

        var tokens = new RunTokens(context.RequestAborted, shutdown.GraceOver, CancellationToken.None);
        return new ResponseRun(job, sink, recorder, services, tokens, logger);
    }

    private async Task RunAsync(HttpContext context, ResponseRun started, string id)
    {
        await using var run = started;
        try
        {
            await run.RunAsync();
        }
        catch (Exception exception) when (!context.RequestAborted.IsCancellationRequested)
        {
            RelayLog.Broken(logger, id, exception);
            await ApiErrorResult.WriteOrAbortAsync(context, Failures.Internal);
        }
    }

    // The client receives the queued response, or follows its events. The run goes on when it leaves.
    private async Task AnswerLaterAsync(HttpContext context, ResponseJob job)
    {
        var upstream = job.Upstream.Options;

        // The run holds the request until it is sent, which may be long after this one has ended.
        var room = (job.Room as BodyRoom)?.TakeOver();
        var (run, queued) = await runs.StartAsync(job with { Room = room }, context.RequestAborted);
        if (run.Recorder.Journal is { } journal)
        {
            await new EventReplay(context.Response, startingAfter: -1, upstream, services.Time)
                .FollowAsync(journal, job.Draft! with { Response = queued }, context.RequestAborted);
            return;
        }

        await JsonSink.WriteAsync(context.Response, new ReadOnlySequence<byte>(queued), context.RequestAborted);
    }

    private Task RefuseAsync(HttpContext context, ApiError problem)
    {
        RelayLog.Refused(logger, problem.Status, problem.Code, VendorText.Clean(problem.Param ?? "", SecretWords.None));
        services.Telemetry.Refused(problem.Code);
        if (problem.Status == StatusCodes.Status415UnsupportedMediaType)
        {
            context.Response.Headers.AcceptEncoding = BodyDecoder.Accepted;
        }

        if (problem.Code == Failures.TooManyStreams.Code)
        {
            context.Response.Headers.RetryAfter = "1";
        }

        return ApiErrorResult.WriteAsync(context.Response, problem, context.RequestAborted);
    }
}
