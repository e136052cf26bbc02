using System.Text;
using Conformance.Capturing;
using Conformance.Scripting;
using NUnit.Framework;

namespace Conformance.Tests.Scripting;

/// <summary>What leaves an exchange before anything of it is written.</summary>
internal sealed class RedactionTests
{
    private const string Key = "sk-live-0123456789abcdef";

    // A key without any form: only the request's own header says that it is one.
    private const string Formless = "q7Zr2LmXw9Tk4Bv8";

    private static ScenarioComposer Scribe { get; } = new(Repository.Vocabulary, redactsText: false);

    [Test]
    public void No_header_of_the_request_is_written()
    {
        var text = Write(Exchange(Chunks("Hi")) with
        {
            RequestHeaders = [KeyValuePair.Create("Authorization", $"Bearer {Key}"), KeyValuePair.Create("x-internal", "blue whale")],
        });

        Assert.That(text, Does.Not.Contain(Key).And.Not.Contain("blue whale").And.Not.Contain("uthorization"));
    }

    [Test]
    public void A_key_of_the_request_that_the_vendor_repeats_is_masked_byte_for_byte()
    {
        var body = $$$$"""{"error":{"message":"Incorrect API key provided: {{{{Formless}}}}."}}""";

        var redacted = Redact(Exchange(body) with { Status = 401, RequestHeaders = [KeyValuePair.Create("api-key", Formless)] });

        Assert.That(
            Encoding.UTF8.GetString(redacted.Body.Span),
            Is.EqualTo(body.Replace(Formless, new string('*', Formless.Length), StringComparison.Ordinal)));
    }

    [TestCase(1)]
    [TestCase(5)]
    [TestCase(12)]
    [TestCase(23)]
    public void A_key_that_is_cut_over_two_chunks_is_masked(int cut)
    {
        var body = Chunks("It is ", Key[..cut], Key[cut..], " there");

        var redacted = Encoding.UTF8.GetString(Redact(Exchange(body)).Body.Span);

        Assert.Multiple(() =>
        {
            Assert.That(redacted, Is.EqualTo(Chunks("It is ", new string('*', cut), new string('*', Key.Length - cut), " there")));
            Assert.That(Write(Exchange(body)), Does.Not.Contain(Key[^4..]).And.Not.Contain(Key[8..12]));
        });
    }

    [Test]
    public void A_key_that_is_cut_over_three_chunks_and_spelt_with_escapes_is_masked()
    {
        var redacted = Encoding.UTF8.GetString(Redact(Exchange(Chunks("sk-live-", "\\u0030123456", "789abcdef"))).Body.Span);

        Assert.That(redacted, Is.EqualTo(Chunks("********", "\\u002a******", "*********")));
    }

    [Test]
    public void A_key_in_the_arguments_of_one_of_two_interleaved_calls_is_masked()
    {
        static string Piece(int index, string args) => $$$$"""data: {"choices":[{"index":0,"delta":"""
            + $$$$"""{"tool_calls":[{"index":{{{{index}}}},"function":{"arguments":"{{{{args}}}}"}}]}}]}""" + "\n\n";

        var redacted = Encoding.UTF8.GetString(Redact(Exchange(Piece(0, "sk-live-0123") + Piece(1, "other")
            + Piece(0, "456789abcdef"))).Body.Span);

        Assert.That(redacted, Is.EqualTo(Piece(0, "************") + Piece(1, "other") + Piece(0, "************")));
    }

    [Test]
    public void A_key_of_which_the_last_part_was_cut_off_with_the_stream_is_masked()
    {
        var redacted = Encoding.UTF8.GetString(Redact(Exchange(Chunks("sk-live-0123")
            + """data: {"choices":[{"index":0,"delta":{"content":"456789ab""") with { End = CaptureEnd.Truncated }).Body.Span);

        Assert.That(redacted, Is.EqualTo(Chunks("************") + """data: {"choices":[{"index":0,"delta":{"content":"********"""));
    }

    [Test]
    public void A_key_in_the_question_is_masked()
    {
        var text = Write(Exchange(Chunks("Hi")) with { RequestBody = Encoding.UTF8.GetBytes(
            $$$$"""{"model":"m","stream":true,"messages":[{"role":"user","content":"My key is {{{{Key}}}}"}]}""") });

        Assert.That(text, Does.Contain($"ask: 'My key is {new string('*', Key.Length)}'"));
    }

    [Test]
    public void Redacted_text_has_the_same_bytes_and_pieces_and_says_nothing()
    {
        var exchange = Exchange(Chunks("<think>", "Zoë ", "lives</think>", "in 😀 Rom", "e.")) with
        {
            RequestBody = """{"model":"m","stream":true,"user":"ada@example.com","messages":[{"role":"user","content":"Where does Zoë live?"}]}"""u8.ToArray(),
        };

        var redacted = ExchangeRedactor.Redact(exchange, redactsText: true);

        Assert.Multiple(() =>
        {
            Assert.That(
                Encoding.UTF8.GetString(redacted.Body.Span), Is.EqualTo(Chunks("<think>", "xxé ", "xxxxx</think>", "xx 😀 xxx", "x.")));
            Assert.That(redacted.Body.Length, Is.EqualTo(exchange.Body.Length));
            Assert.That(redacted.Reads, Is.EqualTo(exchange.Reads));
            Assert.That(Encoding.UTF8.GetString(redacted.RequestBody.Span), Is.EqualTo(
                """{"model":"m","stream":true,"user":"xxx@xxxxxxx.xxx","messages":[{"role":"user","content":"xxxxx xxxx xxé xxxx?"}]}"""));
        });
    }

    [Test]
    public void Redacted_arguments_are_still_arguments()
    {
        static string Call(string first, string second) => $$$$"""
            data: {"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"id":"call_1","type":"function","function":{"name":"find","arguments":"{{{{first}}}}"}}]}}]}

            data: {"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"arguments":"{{{{second}}}}"}}]}}]}


            """.ReplaceLineEndings("\n");

        var redacted = ExchangeRedactor.Redact(
            Exchange(Call("""{\"city\":\"Os""", """lo\",\"zip\":1234,\"open\":true}""")), redactsText: true);

        Assert.That(
            Encoding.UTF8.GetString(redacted.Body.Span), Is.EqualTo(Call("""{\"city\":\"xx""", """xx\",\"zip\":1111,\"open\":true}""")));
    }

    private static CapturedExchange Exchange(string body)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        return new CapturedExchange
        {
            Method = "POST",
            Path = "/v1/chat/completions",
            RequestBody = """{"model":"m","stream":true,"messages":[{"role":"user","content":"Hi"}]}"""u8.ToArray(),
            Status = 200,
            Headers = body.StartsWith("data:", StringComparison.Ordinal)
                ? [KeyValuePair.Create("content-type", "text/event-stream")]
                : [KeyValuePair.Create("content-type", "application/json")],
            Body = bytes,
            Reads = [new CapturedRead(TimeSpan.FromMilliseconds(5), 0, bytes.Length)],
            End = CaptureEnd.Clean,
        };
    }

    private static string Chunks(params string[] texts) =>
        string.Concat(texts.Select(static text => $$$$"""data: {"choices":[{"index":0,"delta":{"content":"{{{{text}}}}"}}]}""" + "\n\n"));

    private static CapturedExchange Redact(CapturedExchange exchange) => ExchangeRedactor.Redact(exchange, redactsText: false);

    private static string Write(CapturedExchange exchange) =>
        Scribe.Write(exchange, static _ => new RecordingHead("recorded/one", null, "Recorded by a test.", null)).Text;
}
