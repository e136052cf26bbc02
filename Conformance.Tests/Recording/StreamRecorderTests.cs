using System.Text;
using Conformance.Recording;
using NUnit.Framework;
using Scenarios.Model;

namespace Conformance.Tests.Recording;

[CancelAfter(60_000)]
internal sealed class StreamRecorderTests
{
    private const string Created = "event: response.created\ndata: {\"type\":\"response.created\"}\n\n";
    private const string Delta = "event: response.output_text.delta\ndata: {\"type\":\"response.output_text.delta\",\"delta\":\"é\"}\n\n";

    [Test]
    public async Task A_chunked_answer_is_recorded_with_status_headers_bytes_and_times(CancellationToken cancellationToken)
    {
        await using var server = new RawServer(async connection =>
        {
            await connection.SendAsync(RawConnection.StreamHead.Replace(
                "\r\n\r\n", "\r\nX-Twice: a\r\nX-Twice: b\r\n\r\n", StringComparison.Ordinal));
            await connection.ChunkAsync(Created);
            await connection.ChunkAsync(Delta);
            await connection.LastChunkAsync();
        });

        var answer = await RecordAsync(Request(server), cancellationToken);

        Assert.Multiple(() =>
        {
            Assert.That(answer.End, Is.EqualTo(StreamEnd.Closed));
            Assert.That(answer.Status, Is.EqualTo(200));
            Assert.That(answer.GetHeader("content-type"), Is.EqualTo("text/event-stream"));
            Assert.That(
                answer.Headers.Where(header => header.Key == "x-twice").Select(header => header.Value), Is.EqualTo(new[] { "a", "b" }));
            Assert.That(Text(answer), Is.EqualTo(Created + Delta));
            Assert.That(answer.Reads.Sum(read => read.Length), Is.EqualTo(answer.Body.Length));
            Assert.That(answer.Reads[0].Offset, Is.Zero);
            Assert.That(new[] { answer.SentAt, answer.HeadersAt!.Value, answer.Reads[0].At, answer.EndedAt }, Is.Ordered);
        });
    }

    [Test]
    public async Task A_body_that_ends_with_the_connection_is_closed(CancellationToken cancellationToken)
    {
        await using var server =
            new RawServer(connection => connection.SendAsync("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n" + Created));

        var answer = await RecordAsync(Request(server), cancellationToken);

        Assert.That((answer.End, Text(answer)), Is.EqualTo((StreamEnd.Closed, Created)));
    }

    [Test]
    public async Task An_http_error_is_an_answer_like_any_other(CancellationToken cancellationToken)
    {
        await using var server =
            new RawServer(connection => connection.SendAsync("HTTP/1.1 429 Slow\r\nContent-Length: 2\r\nRetry-After: 1\r\n\r\n{}"));

        var answer = await RecordAsync(Request(server), cancellationToken);

        Assert.That(
            (answer.End, answer.Status, Text(answer), answer.GetHeader("retry-after")),
            Is.EqualTo((StreamEnd.Closed, (int?)429, "{}", "1")));
    }

    [Test]
    public async Task A_redirect_is_recorded_and_not_followed(CancellationToken cancellationToken)
    {
        await using var server =
            new RawServer(connection => connection.SendAsync("HTTP/1.1 307 Go\r\nContent-Length: 0\r\nLocation: /elsewhere\r\n\r\n"));

        var answer = await RecordAsync(Request(server), cancellationToken);

        Assert.That((answer.Status, server.Requests.Count), Is.EqualTo(((int?)307, 1)));
    }

    [Test]
    public async Task A_body_cut_in_the_middle_of_a_chunk_is_broken_and_keeps_what_came(CancellationToken cancellationToken)
    {
        await using var server = new RawServer(async connection =>
        {
            await connection.SendAsync(RawConnection.StreamHead);
            await connection.ChunkAsync(Created);
            await connection.SendAsync("ff\r\ndata: half");
        });

        var answer = await RecordAsync(Request(server), cancellationToken);

        Assert.Multiple(() =>
        {
            Assert.That(answer.End, Is.EqualTo(StreamEnd.Broken));
            Assert.That(Text(answer), Does.StartWith(Created));
            Assert.That(answer.EndDetail, Is.Not.Empty);
        });
    }

    [Test]
    public async Task A_reset_is_broken(CancellationToken cancellationToken)
    {
        var seen = new TaskCompletionSource();
        await using var server = new RawServer(async connection =>
        {
            await connection.SendAsync(RawConnection.StreamHead);
            await connection.ChunkAsync(Created);
            await seen.Task;
            connection.Reset();
        });

        var answer = await RecordAsync(Request(server), cancellationToken, _ => seen.TrySetResult());

        Assert.That((answer.End, Text(answer)), Is.EqualTo((StreamEnd.Broken, Created)));
    }

    [Test]
    public async Task A_connection_closed_before_the_headers_is_no_answer(CancellationToken cancellationToken)
    {
        await using var server = new RawServer(_ => Task.CompletedTask);

        var answer = await RecordAsync(Request(server), cancellationToken);

        Assert.That((answer.End, answer.Status, answer.HeadersAt), Is.EqualTo((StreamEnd.NoAnswer, (int?)null, (long?)null)));
    }

    [Test]
    public async Task A_refused_connection_is_no_answer(CancellationToken cancellationToken)
    {
        Uri gone;
        await using (var server = new RawServer(_ => Task.CompletedTask))
        {
            gone = server.Url;
        }

        var answer = await RecordAsync(Request(gone), cancellationToken);

        Assert.That(answer.End, Is.EqualTo(StreamEnd.NoAnswer));
    }

    [Test]
    public async Task Silence_past_the_bound_is_timed_out_and_keeps_what_came(CancellationToken cancellationToken)
    {
        var time = new ManualTime();
        await using var server = new RawServer(async connection =>
        {
            await connection.SendAsync(RawConnection.StreamHead);
            await connection.ChunkAsync(Created);
            await connection.UntilGoneAsync();
        });
        var request = Request(server) with { Timeout = TimeSpan.FromSeconds(7) };

        var answer = await new StreamRecorder(time).RecordAsync(request, _ => time.Advance(request.Timeout), cancellationToken);

        Assert.That((answer.End, answer.Status, Text(answer)), Is.EqualTo((StreamEnd.TimedOut, (int?)200, Created)));
    }

    [Test]
    public async Task A_client_that_hangs_up_has_seen_nothing_behind_that_event_and_is_gone_at_once(CancellationToken cancellationToken)
    {
        var gone = new TaskCompletionSource();
        await using var server = new RawServer(async connection =>
        {
            await connection.SendAsync(RawConnection.StreamHead);
            await connection.ChunkAsync(Created + Delta + Delta + Delta);
            await connection.UntilGoneAsync();
            gone.SetResult();
        });
        List<string> seen = [];
        var request = Request(server) with { HangUpAfter = new EventCount("response.output_text.delta", 2) };

        var answer = await RecordAsync(request, cancellationToken, seen.Add);
        await gone.Task.WaitAsync(cancellationToken);

        Assert.Multiple(() =>
        {
            Assert.That(answer.End, Is.EqualTo(StreamEnd.HungUp));
            Assert.That(Text(answer), Is.EqualTo(Created + Delta + Delta));
            Assert.That(seen, Is.EqualTo(new[] { "response.created", "response.output_text.delta", "response.output_text.delta" }));
        });
    }

    [Test]
    public async Task Each_event_is_told_before_the_next_bytes_are_awaited(CancellationToken cancellationToken)
    {
        var opened = new TaskCompletionSource();
        await using var server = new RawServer(async connection =>
        {
            await connection.SendAsync(RawConnection.StreamHead);
            await connection.ChunkAsync(Created);
            await opened.Task;
            await connection.ChunkAsync(Delta);
            await connection.LastChunkAsync();
        });

        var answer = await RecordAsync(Request(server), cancellationToken, _ => opened.TrySetResult());

        Assert.That(Text(answer), Is.EqualTo(Created + Delta));
    }

    [Test]
    public async Task A_slow_client_takes_at_most_a_kilobyte_at_a_time(CancellationToken cancellationToken)
    {
        var body = new string('x', 10_000);
        await using var server =
            new RawServer(connection => connection.SendAsync($"HTTP/1.1 200 OK\r\nContent-Length: {body.Length}\r\n\r\n{body}"));

        var answer = await RecordAsync(Request(server) with { ReadSlowly = TimeSpan.FromMilliseconds(1) }, cancellationToken);

        Assert.Multiple(() =>
        {
            Assert.That(Text(answer), Is.EqualTo(body));
            Assert.That(answer.Reads.Select(read => read.Length), Is.All.LessThanOrEqualTo(1024));
        });
    }

    [Test]
    public async Task The_request_goes_out_as_given_with_the_key_and_the_headers_of_the_case(CancellationToken cancellationToken)
    {
        await using var server = new RawServer(connection => connection.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"));
        var request = Request(server) with { Headers = [KeyValuePair.Create("X-Trace", "1"), KeyValuePair.Create("Accept", "*/*")] };

        await RecordAsync(request, cancellationToken);

        var sent = server.Requests.Single();
        Assert.Multiple(() =>
        {
            Assert.That(sent, Does.StartWith("POST /v1/responses HTTP/1.1\r\n"));
            Assert.That(sent, Does.Contain("Authorization: Bearer rc-a.b\r\n"));
            Assert.That(sent, Does.Contain("Content-Type: application/json\r\n"));
            Assert.That(sent, Does.Contain("X-Trace: 1\r\n"));
            Assert.That(sent, Does.Contain("Accept: */*\r\n").And.Not.Contain("text/event-stream"));
            Assert.That(sent, Does.Not.Contain("traceparent"));
            Assert.That(sent, Does.EndWith("\r\n\r\n{\"model\":\"rc-a.b\"}"));
        });
    }

    [Test]
    public async Task Cancellation_is_thrown_and_not_recorded(CancellationToken cancellationToken)
    {
        await using var server = new RawServer(async connection =>
        {
            await connection.SendAsync(RawConnection.StreamHead);
            await connection.ChunkAsync(Created);
            await connection.UntilGoneAsync();
        });
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);

        Assert.That(
            async () => await RecordAsync(Request(server), stop.Token, _ => stop.Cancel()),
            Throws.InstanceOf<OperationCanceledException>());
    }

    private static Task<RecordedStream> RecordAsync(
        RelayRequest request, CancellationToken cancellationToken, Action<string>? onEvent = null) =>
        new StreamRecorder(TimeProvider.System).RecordAsync(request, onEvent ?? (_ => { }), cancellationToken);

    private static RelayRequest Request(RawServer server) => Request(server.Url);

    private static RelayRequest Request(Uri relay) => new()
    {
        Url = RelayAddress.ResolveResponses(relay),
        Body = """{"model":"rc-a.b"}"""u8.ToArray(),
        Key = "rc-a.b",
        Timeout = TimeSpan.FromSeconds(15),
    };

    private static string Text(RecordedStream answer) => Encoding.UTF8.GetString(answer.Body.Span);
}
