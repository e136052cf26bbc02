using System.Net;
using NUnit.Framework;
using Relay.Compat.CodexCore;
using Relay.Contract;
using Relay.Options;
using Relay.Policies;
using Relay.Exchange;
using Relay.Tests.Support;

namespace Relay.Tests.Exchange;

/// <summary>Which refusals are tried again, after which wait, and until when.</summary>
[TestFixture]
internal sealed class RetryTests : IDisposable
{
    private const int Patience = 30_000;
    private const string Ask = """{"model":"m","input":"a","stream":true}""";
    private const string AskWhole = """{"model":"m","input":"a"}""";
    private const string Slow = """{"error":{"message":"slow down","code":"rate_limit_exceeded"}}""";
    private const string Completion =
        """{"choices":[{"index":0,"message":{"role":"assistant","content":"Hello"},"finish_reason":"stop"}]}""";
    private const string Close = "Connection: close\r\n";

    private static readonly RelayRetries AtOnce = new() { Base = TimeSpan.Zero };

    private readonly ManualTime _time = new();
    private readonly RawUpstream _upstream = new();

    [TestCase("Retry-After: 0.5\r\n", 500)]
    [TestCase("Retry-After: 3\r\n", 3000)]
    [TestCase("Retry-After: 3\r\nretry-after-ms: 70\r\n", 70)]
    [TestCase("Retry-After: Thu, 01 Jan 2026 00:00:04 GMT\r\n", 4000)]
    [CancelAfter(Patience)]
    public async Task A_rate_limit_is_waited_for_as_the_upstream_says(string headers, int milliseconds, CancellationToken cancellationToken)
    {
        var wait = TimeSpan.FromMilliseconds(milliseconds);
        await using var relay = await RelayUnderTest.StartAsync(Options(), cancellationToken, _time);
        var waiting = _time.TimerOfAsync(wait);

        var asking = relay.PostAsync(AskWhole, cancellationToken);
        await RefuseAsync("429 Slow", headers, Slow, cancellationToken);
        await waiting.WaitAsync(cancellationToken);
        _time.Advance(wait);
        using var exchange = await AnswerAsync(cancellationToken);
        using var answer = await asking;

        Assert.Multiple(() =>
        {
            Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
            Assert.That(answer.Headers.RetryAfter, Is.Null, "That was the refusal's, not the answer's.");
            Assert.That(exchange.Body, Does.Contain("\"messages\""));
            Assert.That(
                relay.Log,
                Does.Contain("Information 103 ").And.Contains($"upstream failed: rate_limit_exceeded; retry 1 of 2 in {milliseconds} ms"));
        });
    }

    [TestCase(0, 180, 220)]
    [TestCase(3, 1440, 1760)]
    public void Codex_core_waits_a_doubled_time_a_tenth_less_or_more(int made, int least, int most)
    {
        var rules = new CodexCoreRetryRules(new RelayRetries { Max = 4, Base = TimeSpan.FromMilliseconds(200) });

        var waits = Enumerable.Range(0, 200)
            .Select(_ => rules.WaitBefore(made, Failures.ConnectionLost, response: null)!.Value.TotalMilliseconds)
            .ToList();

        Assert.That(waits, Has.All.InRange(least, most));
        Assert.That(waits.Distinct().Count(), Is.GreaterThan(1));
    }

    [TestCase("Retry-After", "1", 1000)]
    [TestCase("Retry-After", "+2", 2000)]
    [TestCase("Retry-After", "0", 0)]
    [TestCase("Retry-After", "86400", 86_400_000)]
    [TestCase("Retry-After", "0.5", null)]
    [TestCase("Retry-After", "-1", null)]
    [TestCase("Retry-After", "++1", null)]
    [TestCase("Retry-After", "1s", null)]
    [TestCase("Retry-After", "Thu, 01 Jan 2026 00:00:04 GMT", null)]
    [TestCase("retry-after-ms", "70", null)]
    public void Codex_core_reads_the_wait_in_whole_seconds_only(string name, string value, int? milliseconds)
    {
        var rules = new CodexCoreRetryRules(
            new RelayRetries { Max = 4, Base = TimeSpan.FromMilliseconds(200), Cap = TimeSpan.FromMilliseconds(int.MaxValue) });
        using var refusal = new HttpResponseMessage(HttpStatusCode.ServiceUnavailable);
        refusal.Headers.TryAddWithoutValidation(name, value);

        var wait = rules.WaitBefore(0, new ApiError("upstream_overloaded", "Busy."), refusal)!.Value.TotalMilliseconds;

        Assert.That(wait, milliseconds is null ? Is.InRange(180, 220) : Is.EqualTo(milliseconds));
    }

    [Test]
    public void Codex_core_gives_up_after_its_retries_and_retries_whatever_was_no_answer()
    {
        var rules = new CodexCoreRetryRules(new RelayRetries { Max = 4, Base = TimeSpan.Zero });

        ApiError[] failures = [Failures.ConnectionLost, Failures.Unreachable, Failures.NotAnAnswer];

        Assert.That(failures.Select(failure => rules.WaitBefore(3, failure, response: null)), Has.None.Null);
        Assert.That(failures.Select(failure => rules.WaitBefore(4, failure, response: null)), Has.All.Null);
        Assert.That(rules.WaitBefore(0, Failures.Html, new HttpResponseMessage(HttpStatusCode.BadRequest)), Is.Null);
    }

    [TestCase("500 Oops")]
    [TestCase("502 Bad Gateway")]
    [TestCase("503 Busy")]
    [TestCase("529 Overloaded")]
    [TestCase("429 Slow")]
    [CancelAfter(Patience)]
    public async Task A_failure_of_the_upstream_is_tried_again_for_streams_too(string status, CancellationToken cancellationToken)
    {
        await using var relay = await RelayUnderTest.StartAsync(Options() with { Retries = AtOnce }, cancellationToken, _time);

        var asking = relay.PostAsync(Ask, cancellationToken);
        await RefuseAsync(status, "", "<html>", cancellationToken);
        using var exchange = await AnswerAsync(cancellationToken);
        using var answer = await asking;

        Assert.That(await answer.Content.ReadAsStringAsync(cancellationToken), Does.Contain("event: response.completed"));
    }

    [Test]
    [CancelAfter(Patience)]
    public async Task A_reset_before_the_answer_is_tried_again(CancellationToken cancellationToken)
    {
        await using var relay = await RelayUnderTest.StartAsync(Options() with { Retries = AtOnce }, cancellationToken, _time);

        var asking = relay.PostAsync(Ask, cancellationToken);
        using var first = await _upstream.ReceiveAsync(cancellationToken);
        first.Reset();
        using var exchange = await AnswerAsync(cancellationToken);
        using var answer = await asking;

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    [CancelAfter(Patience)]
    public async Task An_upstream_that_nobody_can_reach_is_tried_twice_more(CancellationToken cancellationToken)
    {
        await using var relay = await RelayUnderTest.StartAsync(
            Options() with { Retries = AtOnce, Upstream = RawUpstream.Unreachable() }, cancellationToken, _time);

        using var answer = await relay.PostAsync(Ask, cancellationToken);

        Assert.That((answer.StatusCode, relay.Log.Split("Information 103 ").Length - 1), Is.EqualTo((HttpStatusCode.BadGateway, 2)));
    }

    [Test]
    [CancelAfter(Patience)]
    public async Task The_last_refusal_is_the_answer(CancellationToken cancellationToken)
    {
        await using var relay = await RelayUnderTest.StartAsync(Options() with { Retries = AtOnce }, cancellationToken, _time);

        var asking = relay.PostAsync(Ask, cancellationToken);
        await RefuseAsync("500 Oops", "", "", cancellationToken);
        await RefuseAsync("500 Oops", "", "", cancellationToken);
        await RefuseAsync("429 Slow", "Retry-After: 9\r\n", Slow, cancellationToken);
        using var answer = await asking;

        Assert.That(((int)answer.StatusCode, answer.Headers.RetryAfter?.ToString()), Is.EqualTo((429, "9")));
    }

    [TestCase("400 Bad", "", """{"error":{"message":"no"}}""", Ask)]
    [TestCase("404 Lost", "", "", Ask)]
    [TestCase("429 Empty", "Retry-After: 60\r\n", """{"error":{"message":"pay","code":"insufficient_quota"}}""", Ask)]
    [TestCase("429 Empty", "Retry-After: 60\r\n", """{"error":{"message":"pay","type":"usage_not_included"}}""", Ask)]
    [TestCase("503 Busy", "x-should-retry: false\r\n", "", Ask)]
    [TestCase("429 Slow", "Retry-After: 11\r\n", Slow, AskWhole, Description = "Above the cap.")]
    [TestCase(
        "429 Slow",
        "Retry-After: 7\r\n",
        Slow,
        Ask,
        Description = "The stream would be open by then, and the client without a Retry-After.")]
    [CancelAfter(Patience)]
    public async Task Some_refusals_go_down_at_once(
        string status, string headers, string body, string ask, CancellationToken cancellationToken)
    {
        await using var relay = await RelayUnderTest.StartAsync(Options() with { Retries = AtOnce }, cancellationToken, _time);

        var asking = relay.PostAsync(ask, cancellationToken);
        await RefuseAsync(status, headers, body, cancellationToken);
        using var answer = await asking;

        Assert.Multiple(() =>
        {
            Assert.That($"{(int)answer.StatusCode}", Is.EqualTo(status[..3]));
            Assert.That($"Retry-After: {answer.Headers.RetryAfter}\r\n", headers.StartsWith('R')
                ? Is.EqualTo(headers)
                : Is.EqualTo("Retry-After: \r\n"));
            Assert.That(relay.Log, Does.Not.Contain("Information 103 "));
        });
    }

    [Test]
    [CancelAfter(Patience)]
    public async Task Nothing_is_tried_again_once_the_stream_has_opened(CancellationToken cancellationToken)
    {
        await using var relay = await RelayUnderTest.StartAsync(Options() with { Retries = AtOnce }, cancellationToken, _time);

        var asking = relay.PostAsync(Ask, cancellationToken);
        using var exchange = await _upstream.ReceiveAsync(cancellationToken);
        _time.Advance(TimeSpan.FromSeconds(1));
        using var answer = await asking;
        await exchange.SendAnswerAsync("503 Busy", Close, "", cancellationToken);
        var events = await answer.Content.ReadAsStringAsync(cancellationToken);

        Assert.That(events, Does.Contain("event: response.failed").And.Contain("upstream_overloaded"));
        Assert.That(relay.Log, Does.Not.Contain("Information 103 "));
    }

    [Test]
    [CancelAfter(Patience)]
    public async Task A_client_that_hangs_up_ends_the_wait(CancellationToken cancellationToken)
    {
        await using var relay = await RelayUnderTest.StartAsync(Options(), cancellationToken, _time);
        using var hangUp = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var waiting = _time.TimerOfAsync(TimeSpan.FromSeconds(3));

        var asking = relay.PostAsync(AskWhole, hangUp.Token);
        await RefuseAsync("429 Slow", "Retry-After: 3\r\n", Slow, cancellationToken);
        await waiting.WaitAsync(cancellationToken);
        await hangUp.CancelAsync();
        Assert.That(async () => await asking, Throws.InstanceOf<OperationCanceledException>());

        await relay.LoggedAsync("finished: client_left").WaitAsync(cancellationToken);
    }

    [Test]
    public void Without_a_word_from_the_upstream_the_wait_doubles_at_most()
    {
        var rules = new RelayRetries { Max = 3, Base = TimeSpan.FromMilliseconds(40), Cap = TimeSpan.FromMilliseconds(100) };
        using var refusal = new HttpResponseMessage(HttpStatusCode.ServiceUnavailable);
        var failure = new ApiError("upstream_overloaded", "busy");

        var waits = Enumerable.Range(0, 200).Select(round => new RetryRules(rules, _time).WaitBefore(round % 4, failure, refusal)).ToList();

        Assert.Multiple(() =>
        {
            Assert.That(Longest(0), Is.InRange(1, 40));
            Assert.That(Longest(1), Is.InRange(41, 80));
            Assert.That(Longest(2), Is.InRange(81, 100));
            Assert.That(waits.Where((_, index) => index % 4 == 3), Is.All.Null);
        });
        double Longest(int made) => waits.Where((_, index) => index % 4 == made).Max(wait => wait!.Value.TotalMilliseconds);
    }

    public void Dispose() => _upstream.Dispose();

    private RelayOptions Options() => new() { Upstream = _upstream.BaseUrl };

    private async Task RefuseAsync(string status, string headers, string body, CancellationToken cancellationToken)
    {
        using var exchange = await _upstream.ReceiveAsync(cancellationToken);
        await exchange.SendAnswerAsync(status, Close + headers, body, cancellationToken);
    }

    private async Task<RawExchange> AnswerAsync(CancellationToken cancellationToken)
    {
        var exchange = await _upstream.ReceiveAsync(cancellationToken);
        await exchange.SendAnswerAsync("200 OK", Close + "Content-Type: application/json\r\n", Completion, cancellationToken);
        return exchange;
    }
}
