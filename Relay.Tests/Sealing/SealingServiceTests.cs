using System.Net;
using System.Text.Json;
using NUnit.Framework;
using Relay.Options;
using Relay.Tests.Support;

namespace Relay.Tests.Sealing;

/// <summary>A stateless client over real relays: what one sealed, another opens, as their keys allow.</summary>
[TestFixture]
internal sealed class SealingServiceTests : IDisposable
{
    private const int Patience = 30_000;
    private const string Completion =
        """{"choices":[{"index":0,"message":{"role":"assistant","reasoning":"I should ask.","content":"Yes"},"finish_reason":"stop"}]}""";

    private readonly RawUpstream _upstream = new();

    [Test]
    [CancelAfter(Patience)]
    public async Task A_relay_with_the_next_key_goes_on_where_the_last_one_stopped(CancellationToken cancellationToken)
    {
        var output = await AnswerAsync(Options("old"), cancellationToken);
        await using var relay = await RelayUnderTest.StartAsync(Options("new", "old"), cancellationToken);

        var (answer, chat) = await AskAsync(relay, Request(output), cancellationToken);

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(chat.GetProperty("messages")[1].GetProperty("reasoning").GetString(), Is.EqualTo("I should ask."));
    }

    [Test]
    [CancelAfter(Patience)]
    public async Task A_relay_without_the_key_uses_what_can_be_read_and_says_so_in_its_log(CancellationToken cancellationToken)
    {
        var output = await AnswerAsync(Options("old"), cancellationToken);
        await using var relay = await RelayUnderTest.StartAsync(Options("new"), cancellationToken);

        var (answer, chat) = await AskAsync(relay, Request(output), cancellationToken);

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(chat.GetProperty("messages")[1].GetProperty("reasoning_content").GetString(), Is.EqualTo("I should ask."));
        Assert.That(relay.Log, Does.Contain("Encrypted reasoning without a matching key was left out"));
    }

    [Test]
    [CancelAfter(Patience)]
    public async Task Changed_content_is_refused_and_neither_it_nor_a_key_is_logged(CancellationToken cancellationToken)
    {
        var output = await AnswerAsync(Options("k"), cancellationToken);
        var word = JsonDocument.Parse(output).RootElement[0].GetProperty("encrypted_content").GetString()!;
        var changed = word[..^8] + (word[^8] == 'A' ? 'B' : 'A') + word[^7..];
        await using var relay = await RelayUnderTest.StartAsync(Options("k"), cancellationToken);

        using var answer = await relay.PostAsync(Request(output.Replace(word, changed, StringComparison.Ordinal)), cancellationToken);
        var error = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(cancellationToken)).RootElement.GetProperty("error");

        Assert.Multiple(() =>
        {
            Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
            Assert.That(error.GetProperty("code").GetString(), Is.EqualTo("invalid_encrypted_content"));
            Assert.That(error.GetProperty("param").GetString(), Is.EqualTo("input[1].encrypted_content"));
            Assert.That(relay.Log, Does.Not.Contain(changed).And.Not.Contain(Convert.ToBase64String(Seals.Key("k").Secret)));
        });
    }

    public void Dispose() => _upstream.Dispose();

    private static string Request(string output) =>
        $$"""{"model":"m","store":false,"input":[{"role":"user","content":"a"},{{output[1..^1]}},{"role":"user","content":"b"}]}""";

    /// <summary>The output of one answer of a relay that is stopped then.</summary>
    private async Task<string> AnswerAsync(RelayOptions options, CancellationToken cancellationToken)
    {
        await using var relay = await RelayUnderTest.StartAsync(options, cancellationToken);
        var (answer, _) = await AskAsync(
            relay, """{"model":"m","store":false,"input":"a","include":["reasoning.encrypted_content"]}""", cancellationToken);
        return JsonDocument.Parse(await answer.Content.ReadAsStringAsync(cancellationToken)).RootElement.GetProperty("output").GetRawText();
    }

    private async Task<(HttpResponseMessage Answer, JsonElement Chat)> AskAsync(
        RelayUnderTest relay, string request, CancellationToken cancellationToken)
    {
        var asking = relay.PostAsync(request, cancellationToken);
        using var exchange = await _upstream.ReceiveAsync(cancellationToken);
        await exchange.SendAnswerAsync("200 OK", "Content-Type: application/json\r\n", Completion, cancellationToken);
        return (await asking, JsonDocument.Parse(exchange.Body).RootElement);
    }

    private RelayOptions Options(params string[] keys) => new() { Upstream = _upstream.BaseUrl, SealKeys = [.. keys.Select(Seals.Key)] };
}
