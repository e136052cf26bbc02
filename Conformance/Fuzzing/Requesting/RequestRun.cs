using System.Collections.Concurrent;
using System.Text.Json;
using Conformance.Fuzzing.Generating;
using Conformance.Running;
using Conformance.Running.Relays;

namespace Conformance.Fuzzing.Requesting;

/// <summary>
/// Sends generated requests until their number, the time or the failures are used up, and keeps the first request of each kind of failure.
/// A fault that no earlier request showed counts only if the request shows it again, sent by itself.
/// </summary>
/// <param name="stage">The relay, in front of an upstream that answers well.</param>
/// <param name="files">Writes failing requests.</param>
/// <param name="watcher">Watches.</param>
/// <param name="time">The clock.</param>
internal sealed class RequestRun(RequestStage stage, RequestFiles files, IRequestWatcher watcher, TimeProvider time)
{
    private const int BatchSize = 240;
    private const int MostTried = 16;

    // Used as the id of a stored response if the relay stores none.
    private const string NoId = "resp_0";

    private static readonly TimeSpan DeathWatch = TimeSpan.FromMilliseconds(500);

    private readonly OrderedDictionary<string, RequestFailure> _failures = [];
    private readonly HashSet<string> _unsteady = [];
    private long _sent;
    private string? _problem;
    private string? _dead;
    private IReadOnlyList<string> _output = [];

    private bool IsOver => (_problem ?? _dead) is not null;

    /// <summary>Sends the requests. Cancellation ends the run with the failures found so far, without an exception.</summary>
    /// <param name="settings">The seed, the first number, and the bounds; its cases are not played.</param>
    /// <param name="count">The number of requests.</param>
    /// <param name="cancellationToken">Ends the run.</param>
    public async Task<RequestEnd> RunAsync(FuzzSettings settings, long count, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        try
        {
            for (var at = 0L; at < count && !IsOver && _failures.Count < settings.MaxFailures && IsInTime(); at += BatchSize)
            {
                await SendBatchAsync(settings, settings.First + at, Math.Min(BatchSize, count - at), IsInTime, cancellationToken);
                watcher.ReportRequests(_sent, _failures.Count, time.GetElapsedTime(started));
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The failures found so far are the result.
        }

        return new RequestEnd(_sent, [.. _failures.Values])
        {
            Unsteady = _unsteady.Count,
            Problem = _problem,
            Dead = _dead,
            Output = _output,
        };

        bool IsInTime() => time.GetElapsedTime(started) < settings.MaxTime;
    }

    private async Task SendBatchAsync(
        FuzzSettings settings, long first, long count, Func<bool> isInTime, CancellationToken cancellationToken)
    {
        await using var upstream = stage.Open();
        var suspects = new ConcurrentBag<Suspect>();
        var knownId = await StoreAsync(cancellationToken);
        var options = new ParallelOptions { MaxDegreeOfParallelism = settings.Jobs, CancellationToken = cancellationToken };
        await Parallel.ForAsync(first, first + count, options, async (number, stop) =>
        {
            if (!IsOver && isInTime())
            {
                var request = WildRequests.Create(settings.Seed, number, stage.Model);
                var fault = await SendAsync(request, knownId, stop);
                Interlocked.Increment(ref _sent);
                if (fault is not null)
                {
                    suspects.Add(new Suspect(number, request, fault));
                }
            }
        });
        foreach (var kind in suspects.GroupBy(static suspect => suspect.Kind, StringComparer.Ordinal)
            .OrderBy(static kind => kind.Min(static suspect => suspect.Number)))
        {
            await CountAsync([.. kind.OrderBy(static suspect => suspect.Number)], knownId, cancellationToken);
        }
    }

    private async Task CountAsync(IReadOnlyList<Suspect> suspects, string knownId, CancellationToken cancellationToken)
    {
        var kind = suspects[0].Kind;
        if (_failures.TryGetValue(kind, out var known))
        {
            _failures[kind] = known with { Times = known.Times + suspects.Count };
            return;
        }

        foreach (var suspect in suspects.Take(MostTried))
        {
            // A relay that cannot be started again has died of one of them.
            var again = IsOver ? suspect.Fault : await SendAsync(suspect.Request, knownId, cancellationToken);
            if (again is not null && suspect with { Fault = again } is var shown && shown.Kind == kind)
            {
                var failure = new RequestFailure(
                    suspect.Number, suspect.Request.Endpoint, suspect.Fault, files.Write(suspect.Request, suspect.Number))
                {
                    Times = suspects.Count,
                };
                _failures.Add(kind, failure);
                watcher.ReportFailure(failure);
                return;
            }
        }

        _unsteady.Add(kind);
    }

    private async Task<RequestFault?> SendAsync(WildRequest request, string knownId, CancellationToken cancellationToken)
    {
        switch (await stage.Relays.RentAsync(setup: null, cancellationToken))
        {
            case ReadyRelay ready:
                var client = CreateClient(ready.Url);
                // Each deletion gets its own stored response, because the others use the shared one.
                var id = request.Method == "DELETE" ? await StoreAsync(client, cancellationToken) : knownId;
                var reply = await client.SendAsync(request, id, cancellationToken);
                return await FindDeathAsync(ready, request, reply, cancellationToken) ?? RequestJudge.FindFault(request, reply);
            case UnreadyRelay unready:
                (_problem, _output) = (unready.Problem, unready.Output);
                return null;
            case DeadRelay dead:
                _dead = dead.Sentence;
                return null;
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    private static async Task<RequestFault?> FindDeathAsync(
        ReadyRelay ready, WildRequest request, WireReply reply, CancellationToken cancellationToken)
    {
        if (ready.Life is not { } life || !(life.HasEnded || (reply.Fault is not null && !reply.Hangs && request.CutAt is null)))
        {
            return null;
        }

        return await life.DeathAsync(DeathWatch, cancellationToken) is { } words
            ? new RequestFault(RequestFault.Death, $"The relay process exited: {RelayDeath.FirstLine(words)}")
            : null;
    }

    private RawClient CreateClient(Uri relay)
    {
        var (responses, headers) = stage.Address(relay);
        return new RawClient(new RequestAddress(relay) { Responses = responses, Headers = headers }, stage.Timeout, time);
    }

    private async Task<string> StoreAsync(CancellationToken cancellationToken) =>
        await stage.Relays.RentAsync(setup: null, cancellationToken) is ReadyRelay ready
            ? await StoreAsync(CreateClient(ready.Url), cancellationToken)
            : NoId;

    private async Task<string> StoreAsync(RawClient client, CancellationToken cancellationToken)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(new { model = stage.Model, input = "Hello", store = true });
        var request = new WildRequest("POST", "/v1/responses", [KeyValuePair.Create("content-type", "application/json")], body);
        var reply = await client.SendAsync(request, "", cancellationToken);
        return reply.Json is { ValueKind: JsonValueKind.Object } json && json.TryGetProperty("id", out var id)
            && id.ValueKind == JsonValueKind.String ? id.GetString()! : NoId;
    }

    /// <summary>A request whose answer was wrong once.</summary>
    private sealed record Suspect(long Number, WildRequest Request, RequestFault Fault)
    {
        public string Kind => $"{Fault.Kind} {Request.Endpoint} {VolatileValues.RemoveValues(Fault.Message)}";
    }
}
