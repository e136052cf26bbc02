using System.Text.Json;
using Microsoft.Extensions.Logging;
using NUnit.Framework;
using Relay.Options;
using Relay.Tests.Support;

namespace Relay.Tests.Http;

/// <summary>
/// An upstream that repeats keys and addresses wherever an error can stand: nothing of it may reach the client or the log (V38).
/// </summary>
[TestFixture]
internal sealed class SecretsTests
{
    private const int Patience = 30_000;
    private const string Key = "plum-orchard-42";
    private const string ClientKey = "walnut-grove-17";
    private const string TextChunk = """data: {"choices":[{"index":0,"delta":{"role":"assistant","content":"Hello"}}]}""" + "\n\n";
    private const string Done = "data: [DONE]\n\n";

    private static IEnumerable<TestCaseData> Answers()
    {
        foreach (var stream in new[] { true, false })
        {
            yield return Case("an HTTP error in JSON", stream, Whole("401 Unauthorized", "application/json", ErrorObject));
            yield return Case(
                "an HTTP error in JSON at the top",
                stream,
                Whole("500 Oops", "application/json", words => $$"""{"detail":{{Quote(words)}}}"""));
            yield return Case(
                "an HTTP error as HTML", stream, Whole("502 Bad Gateway", "text/html", words => $"<html><body>{words}</body></html>"));
            yield return Case("an HTTP error as text", stream, Whole("503 Busy", "text/plain", words => words));
            yield return Case(
                "a redirect",
                stream,
                words => $"HTTP/1.1 307 Moved\r\nLocation: {Words(words).Split(' ')[^1]}\r\nContent-Length: 0\r\n\r\n");
            yield return Case("headers that are passed on", stream, words => Whole(
                "429 Slow", $"application/json\r\nx-request-id: {Key}\r\nx-ratelimit-of: {words.Authority}", ErrorObject)(words));
            yield return Case("an HTML page with 200", stream, Whole("200 OK", "text/html", words => $"<html><body>{words}</body></html>"));
            yield return Case("an error object with 200", stream, Whole("200 OK", "application/json", ErrorObject));
            yield return Case("an error object as first payload", stream, Events(words => $"data: {ErrorObject(words)}\n\n{Done}"));
            yield return Case("an error object in the middle", stream, Events(words => $"{TextChunk}data: {ErrorObject(words)}\n\n{Done}"));
            yield return Case(
                "an error sentence in the middle", stream, Events(words => $$"""{{TextChunk}}data: {"error":{{Quote(words)}}}""" + "\n\n"));
            yield return Case(
                "a payload that is an error",
                stream,
                Events(words => $$"""{{TextChunk}}data: {"object":"error","message":{{Quote(words)}},"code":"{{Key}}"}""" + "\n\n"));
            yield return Case("an error event", stream, Events(words => $"{TextChunk}event: error\ndata: {ErrorObject(words)}\n\n"));
            yield return Case("an error event of its own shape", stream, Events(words => $$"""{{TextChunk}}event: error"""
                + "\n"
                + $$"""data: {"message":{{Quote(words)}},"type":"{{ClientKey}}"}"""
                + "\n\n"));
            yield return Case("an error event as first payload", stream, Events(words => $"event: error\ndata: {Quote(words)}\n\n"));
            yield return Case(
                "an error beside a finish",
                stream,
                Events(words =>
                    $$"""{{TextChunk}}data: {"choices":[{"index":0,"delta":{},"finish_reason":"error"}],"error":{{Quote(words)}}}"""
                        + "\n\n"
                        + Done));
            yield return Case("a finish reason", stream, Events(words =>
                $$"""{{TextChunk}}data: {"choices":[{"index":0,"delta":{},"finish_reason":{{Quote(words)}}}]}""" + "\n\n" + Done));
            yield return Case("a chunk that is no JSON", stream, Events(words => $"{TextChunk}data: {words}\n\n{Done}"));
        }
    }

    [TestCaseSource(nameof(Answers))]
    [CancelAfter(Patience)]
    public async Task Nothing_secret_comes_out(bool stream, Func<Uri, string> answer, CancellationToken cancellationToken)
    {
        using var upstream = new RawUpstream();
        var options = new RelayOptions
        {
            Upstream = upstream.BaseUrl,
            Retries = new RelayRetries { Max = 0 },
            ApiKey = Key,
            LogLevel = LogLevel.Trace,
        };
        await using var relay = await RelayUnderTest.StartAsync(options, cancellationToken);

        var asking = relay.PostAsync($$"""{"model":"m","input":"a","stream":{{(stream ? "true" : "false")}}}""", "Bearer "
            + ClientKey, cancellationToken);
        using (var exchange = await upstream.ReceiveAsync(cancellationToken))
        {
            await exchange.SendAsync(answer(upstream.BaseUrl), cancellationToken);
        }

        using var answered = await asking;
        var seen =
            $"{(int)answered.StatusCode} {answered.ReasonPhrase}\n{answered.Headers}{answered.Content.Headers}\n"
                + $"{await answered.Content.ReadAsStringAsync(cancellationToken)}";
        await relay.StopAsync(cancellationToken);

        AssertClean(seen);
        AssertClean(LinesOfTheRelay(relay.Log));
        Assert.That(relay.Log, Does.Contain("Information 102"), "the log is whole");

        void AssertClean(string text) => Assert.Multiple(() =>
        {
            Assert.That(text, Does.Not.Contain(Key).IgnoreCase);
            Assert.That(text, Does.Not.Contain(ClientKey).IgnoreCase);
            Assert.That(text, Does.Not.Contain(upstream.BaseUrl.Authority));
            Assert.That(text, Does.Not.Contain("http://"));
            Assert.That(text, Does.Not.Contain("elsewhere"));
        });
    }

    // The server itself tells at Trace where it listens.
    private static string LinesOfTheRelay(string log) =>
        string.Join('\n', log.Split('\n').Where(static line => !line.Contains("Now listening on", StringComparison.Ordinal)
            && !line.Contains("/v1/responses", StringComparison.Ordinal)));

    private static TestCaseData Case(string name, bool stream, Func<Uri, string> answer) =>
        new TestCaseData(stream, answer).SetArgDisplayNames(stream ? "stream" : "whole", name);

    private static Func<Uri, string> Whole(string status, string type, Func<string, string> body) => upstream =>
        $"HTTP/1.1 {status}\r\nContent-Type: {type}\r\nContent-Length: {body(Words(upstream)).Length}\r\n\r\n{body(Words(upstream))}";

    private static Func<Uri, string> Events(Func<string, string> body) => Whole("200 OK", "text/event-stream", body);

    private static string Words(Uri upstream) =>
        $"Key {Key} of {ClientKey} refused by {upstream.Authority}, see http://elsewhere.example/{Key}?at={upstream.Authority}";

    private static string Quote(string words) => JsonSerializer.Serialize(words);

    private static string ErrorObject(string words) =>
        $$$"""{"error":{"message":{{{Quote(words)}}},"type":"{{{ClientKey}}}","code":"{{{Key}}}","param":{{{Quote(words)}}}}}""";
}
