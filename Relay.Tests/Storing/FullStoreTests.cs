using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using NUnit.Framework;
using Relay.Diagnostics;
using Relay.Exchange;
using Relay.Storing;

namespace Relay.Tests.Storing;

/// <summary>An outage is waited for. A store without room is not: waiting would not give it any.</summary>
[CancelAfter(30_000)]
internal sealed class FullStoreTests
{
    [Test]
    public async Task A_response_that_is_larger_than_the_store_is_given_up_at_once(CancellationToken cancellationToken)
    {
        await using var store = new MemoryStore(20_000);
        var draft = Stores.Response("resp_1", status: "in_progress");
        await store.AddAsync(draft, [], cancellationToken);

        // A clock that stands still: a wait would never end.
        using var telemetry = new RelayTelemetry();
        var backlog = new StoreBacklog(maxBytes: 1_000_000, telemetry);
        var patience = new StorePatience(new ManualTime(), TimeSpan.FromSeconds(1), backlog, cancellationToken);
        var recorder = new ResponseRecorder(draft, journal: null, store, telemetry, NullLogger.Instance, patience);
        var text = JsonSerializer.Serialize(new string('a', 30_000));
        var storing = recorder.StoreAsync(Stores.Json($$"""{"id":"resp_1","status":"completed","output":[],"text":{{text}}}"""));
        await storing.WaitAsync(TimeSpan.FromSeconds(10), cancellationToken);

        Assert.That(recorder.HasEnded, Is.False);
    }
}
