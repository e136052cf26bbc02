using Conformance.Clients;
using Conformance.Clients.Views;
using Conformance.Recording;
using Conformance.Tests.Checking;
using NUnit.Framework;

namespace Conformance.Tests.Clients;

/// <summary>How clients tell an answer that did not end well.</summary>
internal sealed class FailedAnswerTests
{
    private const string Flat = """{"type":"error","code":"server_error","message":"The upstream broke off.","param":null}""";
    private const string Nested =
        """{"type":"error","error":{"type":"server_error","code":"server_error","message":"The upstream broke off.","param":null}}""";
    private const string Both = """{"type":"error","code":"server_error","message":"The upstream broke """
        + """off.","param":null,"error":{"type":"server_error","code":"server_error","message":"The upstream broke off.","param":null}}""";
    private const string Disconnected = "stream disconnected before completion: ";
    private const string NoTerminal = "Didn't receive a `response.completed` event.";

    private static readonly string Unsuccessful = "OpenAI Responses request ended with unsuccessful terminal state \"response.failed\".";

    [TestCaseSource(nameof(Failures))]
    public void A_failure_is_told(string events, string client, string? message)
    {
        var view = ClientViews.Find(client).Read(WholeStream.EndingIn(events).Seen());

        Assert.That(view.Failure?.Message, Is.EqualTo(message));
    }

    private static IEnumerable<TestCaseData> Failures()
    {
        var failed = "\n" + WholeStream.Failed;
        return
        [
            .. Row(
                "failed alone",
                failed,
                node: "",
                vercel: "",
                agents: Unsuccessful,
                codex: Disconnected,
                dotnet: "",
                python: NoTerminal,
                aether: null),
            .. Row(
                "flat error, then failed",
                Flat + failed,
                node: "",
                vercel: "",
                agents: "",
                codex: Disconnected,
                dotnet: "",
                python: NoTerminal,
                aether: "Codex API error: "),
            .. Row(
                "nested error, then failed",
                Nested + failed,
                node: "",
                vercel: "",
                agents: "",
                codex: Disconnected,
                dotnet: "",
                python: "",
                aether: null),
            .. Row("error in both shapes, then failed", Both
                + failed, node: "", vercel: "", agents: "", codex: Disconnected, dotnet: "", python: "", aether: "Codex API error: "),
            .. Row("flat error alone", Flat, node: "", vercel: "", agents: "", codex: Disconnected
                + "stream closed before response.completed", dotnet: null, python: NoTerminal, aether: "Codex API error: "),
            .. Row("nested error alone", Nested, node: "", vercel: "", agents: "", codex: Disconnected
                + "stream closed before response.completed", dotnet: null, python: "", aether: null),
        ];
    }

    /// <summary>A text that stands for itself, or what comes before the upstream's own message.</summary>
    private static IEnumerable<TestCaseData> Row(
        string name,
        string events,
        string? node,
        string? vercel,
        string? agents,
        string? codex,
        string? dotnet,
        string? python,
        string? aether)
    {
        (string Client, string? Text)[] cells =
        [
            ("openai-node", node),
            ("vercel", vercel),
            ("agents", agents),
            ("codex", codex),
            ("dotnet", dotnet),
            ("openai-python", python),
            ("aether", aether),
        ];
        return cells.Select(cell => new TestCaseData(events, cell.Client, cell.Text is "" or Disconnected or "Codex API error: "
            ? cell.Text + WholeStream.Trouble
            : cell.Text)
            .SetArgDisplayNames(name, cell.Client));
    }

    [TestCase("openai-node", "incomplete", null)]
    [TestCase("vercel", "length", null)]
    [TestCase("agents", null, "OpenAI Responses request ended with unsuccessful terminal state \"response.incomplete\".")]
    [TestCase("codex", null, "stream disconnected before completion: Incomplete response returned, reason: max_output_tokens")]
    [TestCase("dotnet", "incomplete", null)]
    [TestCase("openai-python", null, NoTerminal)]
    [TestCase("aether", null, null)]
    public void An_incomplete_response_ends_in_the_clients_own_way(string client, string? reason, string? message)
    {
        var view = ClientViews.Find(client).Read(Conformance.Tests.Checking.GoodStreams.Incomplete.Seen());

        Assert.That((view.StopReason, view.Failure?.Message), Is.EqualTo((reason, message)));
        Assert.That(view.Retries, Is.False);
    }

    [TestCase("max_output_tokens", false)]
    [TestCase("steered", false)]
    [TestCase("content_filter", true)]
    public void Codex_asks_again_only_after_a_content_filter(string reason, bool retries)
    {
        var view = ClientViews.Find("codex").Read(
            Conformance.Tests.Checking.GoodStreams.Incomplete.Replace("max_output_tokens", reason).Seen());

        Assert.That((view.Failure?.Message.Split(": ")[^1], view.Retries), Is.EqualTo((reason, retries)));
    }

    [TestCase("openai-node", "terminated", false)]
    [TestCase("vercel", "terminated", false)]
    [TestCase("agents", "terminated", false)]
    [TestCase("codex", "stream disconnected before completion: stream closed before response.completed", true)]
    [TestCase("dotnet", "The response ended prematurely. (ResponseEnded)", false)]
    [TestCase("openai-python", "peer closed connection without sending complete message body (incomplete chunked read)", false)]
    [TestCase("aether", "connection lost", true)]
    public void A_connection_that_breaks_is_a_failure_and_two_ask_again(string client, string message, bool retries)
    {
        var broken = WholeStream.Right with { Frames = [.. WholeStream.Right.Frames.Take(12)], End = StreamEnd.Broken };

        var view = ClientViews.Find(client).Read(broken.Seen());

        Assert.That((view.Failure?.Message, view.Retries), Is.EqualTo((message, retries)));
    }

    [TestCase("context_length_exceeded", "ContextWindowExceeded", false)]
    [TestCase("insufficient_quota", "QuotaExceeded", false)]
    [TestCase("usage_not_included", "UsageNotIncluded", false)]
    [TestCase("invalid_prompt", "InvalidRequest", false)]
    [TestCase("bio_policy", "PolicyViolation", false)]
    [TestCase("misalignment_policy_violation", "PolicyViolation", false)]
    [TestCase("server_is_overloaded", "ServerOverloaded", false)]
    [TestCase("slow_down", "Stream", true)]
    [TestCase("rate_limit_exceeded", "Stream", true)]
    [TestCase("upstream_truncated", "Stream", true)]
    public void Codex_asks_again_unless_the_code_forbids_it(string code, string type, bool retries)
    {
        var stream = WholeStream.EndingIn(WholeStream.Failed.Replace("server_error", code, StringComparison.Ordinal));

        var view = ClientViews.Find("codex").Read(stream.Seen());

        Assert.That((view.Failure?.Type, view.Retries), Is.EqualTo((type, retries)));
    }

    [Test]
    public void Codex_cannot_read_usage_whose_details_lack_their_number()
    {
        var stream = WholeStream.Right.Edit(
            "response.completed", json => json["response"]!["usage"]!["input_tokens_details"]!.AsObject().Clear());

        Assert.That(ClientViews.Find("codex").Read(stream.Seen()).Failure?.Message, Does.EndWith("failed to parse ResponseCompleted"));
    }

    [Test]
    public void Codex_drops_a_message_that_holds_a_refusal()
    {
        var view = ClientViews.Find("codex").Read(Conformance.Tests.Checking.GoodStreams.Refusal.Seen());

        Assert.That((view.Items.Count, view.Failure), Is.EqualTo((0, (ClientFailure?)null)));
    }

    [TestCase(400, false)]
    [TestCase(429, true)]
    [TestCase(503, true)]
    public void An_http_error_is_told_with_its_message(int status, bool retries)
    {
        var refused = new ClientStream
        {
            Status = status,
            Body = """{"error":{"message":"No such model.","type":"t","param":"","code":"c"}}""",
        };

        foreach (var view in ClientViews.All)
        {
            var read = view.Read(refused);
            Assert.That(read.Failure?.Message, Does.Contain("No such model."), view.Info.Name);
            Assert.That(read.Retries, Is.EqualTo(retries), view.Info.Name);
        }
    }

    [Test]
    public void No_client_throws_whatever_comes([Values(
        "[]",
        "null",
        "7",
        "no json",
        """{"type":7}""",
        """{"type":"response.completed","response":7}""",
        """{"type":"response.output_item.done","item":[]}""",
        """{"type":"response.output_item.added","output_index":0,"item":{"type":"message","id":"a","content":7}}""")] string data)
    {
        var stream = WholeStream.Right.Put(
            "response.output_text.delta", 0, frame => [new Conformance.Tests.Checking.TestFrame(null, null, data), frame]);
        var first = stream with { Frames = [new Conformance.Tests.Checking.TestFrame(null, null, data), .. WholeStream.Right.Frames] };

        foreach (var view in ClientViews.All)
        {
            Assert.That(() => view.Read(stream.Seen()), Throws.Nothing, view.Info.Name);
            Assert.That(() => view.Read(first.Seen()), Throws.Nothing, view.Info.Name);
        }
    }
}
