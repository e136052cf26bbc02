using System.Net;
using System.Text;
using MockUpstream;
using MockUpstream.Contract;
using MockUpstream.Serving;
using MockUpstream.Tests.Support;
using NUnit.Framework;
using Scenarios.Model;
using Scenarios.Reading;
using Scenarios.Reading.Vocabularies;
using static Testing.Support.Make;

namespace MockUpstream.Tests.Refusing;

/// <summary>The mock refuses as a vendor does before it answers, and keeps the answer for the next request.</summary>
[CancelAfter(60_000)]
internal sealed class VendorPlayTests
{
    private const string Good = """{"model":"rc-stage","messages":[{"role":"user","content":"Hi"}]}""";
    private const string Bad = """{"model":"rc-stage","messages":[{"role":"user","content":"Hi"}],"seed":7}""";
    private const string Refusal =
        """{"detail":[{"type":"extra_forbidden","loc":["body","seed"],"msg":"Extra inputs are not permitted","input":7}]}""";

    private readonly HttpClient _client = new();

    private static StrictVendor Mistral => StrictVendorReader.BuiltIn["mistral"];

    [TearDown]
    public void CloseClient() => _client.Dispose();

    [Test]
    public async Task A_refused_request_uses_no_answer_up_and_stands_in_the_record(CancellationToken cancellationToken)
    {
        await using var stage = await Stage.OpenAsync(Scenario([Exchange(Raw("hello")) with { As = Mistral }]), new(), cancellationToken);

        var first = await PostAsync(stage.Host, Bad, cancellationToken);
        var second = await PostAsync(stage.Host, Good, cancellationToken);
        var record = await stage.Playback.EndTurnAsync(TimeSpan.Zero, cancellationToken);

        Assert.That(first, Is.EqualTo((HttpStatusCode.UnprocessableEntity, "application/json", Refusal)));
        Assert.That((second.Status, second.Body), Is.EqualTo((HttpStatusCode.OK, "hello")));
        Assert.That(record.Exchanges.Select(static exchange => (
            exchange.Status,
            exchange.Exchange,
            exchange.Refused?.Refusal,
            exchange.Refused?.Member)), Is.EqualTo(new[] { (422, (int?)0, "unknown-member", "seed"), (200, 0, null, null) }));
    }

    [Test]
    public async Task A_host_may_be_a_vendor_for_all_its_cases(CancellationToken cancellationToken)
    {
        await using var stage = await Stage.OpenAsync(Scenario([Exchange(Raw("hello"))]), new() { As = Mistral }, cancellationToken);

        Assert.That((await PostAsync(stage.Host, Bad, cancellationToken)).Status, Is.EqualTo(HttpStatusCode.UnprocessableEntity));
    }

    [Test]
    public async Task A_case_that_names_a_vendor_goes_before_the_host(CancellationToken cancellationToken)
    {
        await using var stage = await Stage.OpenAsync(
            Scenario([Exchange(Raw("hello")) with { As = StrictVendorReader.BuiltIn["groq"] }]), new() { As = Mistral }, cancellationToken);

        Assert.That((await PostAsync(stage.Host, Bad, cancellationToken)).Body, Is.EqualTo("hello"));
    }

    [Test]
    public async Task Without_a_vendor_every_request_gets_its_answer(CancellationToken cancellationToken)
    {
        await using var stage = await Stage.OpenAsync(cancellationToken, Raw("hello"));

        Assert.That((await PostAsync(stage.Host, Bad, cancellationToken)).Body, Is.EqualTo("hello"));
    }

    [Test]
    public void A_case_names_its_vendor_beside_the_answer()
    {
        var exchange = CaseText.ReadGood(CaseText.WithUpstream("{as: kimi, steps: [text: Hi, finish: stop, done]}")).Turns[0].Upstream[0];

        Assert.That((exchange.As?.Name, exchange.As?.Vendor), Is.EqualTo(("kimi", "kimi")));
    }

    [Test]
    public void A_vendor_that_nobody_knows_is_told_with_its_place() => Assert.That(
        CaseText.Problems(CaseText.WithUpstream("{as: mistrl, steps: [text: Hi, finish: stop, done]}")),
        Is.EqualTo(new[] { "6:16: unknown-vendor 'mistrl' is not a strict vendor (vocabulary/strict); did you mean 'mistral'?" }));

    [Test]
    public async Task The_mock_as_a_program_says_which_vendors_there_are()
    {
        using var output = new StringWriter();
        using var error = new StringWriter();

        var code = await MockServeCommand.RunAsync(["--as", "mistrl", "--scenarios", Repository.PathOf("Scenarios")], output, error);

        Assert.That((code, error.ToString().TrimEnd()), Is.EqualTo((2, "There is no strict vendor 'mistrl'; known: azure, deepseek, "
            + "gemini, glm, groq, kimi, llama-cpp, mistral, ollama, openai, openai-reasoning, qwen, vllm.")));
    }

    private async Task<(HttpStatusCode Status, string? Type, string Body)> PostAsync(
        MockUpstreamHost host, string body, CancellationToken cancellationToken)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await _client.PostAsync(new Uri(host.BaseUrl, "/v1/chat/completions"), content, cancellationToken);
        return (answer.StatusCode, answer.Content.Headers.ContentType?.ToString(), await answer.Content.ReadAsStringAsync(
            cancellationToken));
    }
}
