using System.Text;
using Conformance.Clients;
using Conformance.Clients.Views;
using Conformance.Reading;
using Conformance.Recording;
using NUnit.Framework;
using Scenarios.Reading;

namespace Conformance.Tests.Clients;

/// <summary>Every stream that the bundled relay sends by its defaults, as its goldens have it, before every client.</summary>
internal sealed class BundledStreamTests
{
    private static readonly string Folder = Repository.PathOf("Scenarios");

    [TestCaseSource(nameof(Streams))]
    public void Every_client_takes_what_the_relay_sends(ClientStream stream)
    {
        var terminal = stream.Events.Last(one => one.Type is "response.completed" or "response.incomplete" or "response.failed");
        var response = terminal.Json!.Value.Member("response");

        Assert.Multiple(() =>
        {
            foreach (var client in ClientViews.All)
            {
                var view = client.Read(stream);
                Assert.That(view.Waits, Is.False, client.Info.Name);
                Assert.That(WhyNot(terminal.Type, client.Info.Name, view, response), Is.Null, client.Info.Name);
            }
        });
    }

    [Test]
    public void There_are_streams_of_every_ending()
    {
        var endings = Streams()
            .Select(one => ((ClientStream)one.Arguments[0]!).Events[^2].Type)
            .CountBy(type => type)
            .ToDictionary(); // Made below.

        Assert.That(endings.Keys, Is.EquivalentTo(new[] { "response.completed", "response.incomplete", "response.failed" }));
        Assert.That(endings.Values, Has.All.GreaterThan(5));
    }

    private static string? WhyNot(string ending, string client, ClientView view, System.Text.Json.JsonElement response) => ending switch
    {
        "response.completed" => WhyNotCompleted(client, view, response),
        "response.incomplete" => WhyNotIncomplete(client, view),
        _ => WhyNotFailed(client, view, response),
    };

    private static string? WhyNotCompleted(string client, ClientView view, System.Text.Json.JsonElement response)
    {
        var output = response.Member("output").Elements();
        var refusals = output.SelectMany(item => item.Member("content").Elements()).Any(part => part.ReadType() == "refusal");

        // The Agents SDK asks again when nothing was said, and takes a refusal for an error.
        if (client == "agents" && (refusals || output.All(item => item.ReadType() == "reasoning")))
        {
            return view.Failure is null ? "it is content" : null;
        }

        // Codex cannot read a message with a refusal, and the AI SDK shows a refusal as text.
        var shows = refusals && client is "codex" or "vercel" ? view.Text : ResponseParts.OutputText(output);
        return view.Failure is { } failure ? failure.ToString()
            : view.Text != shows ? "another text"
            : view.Calls.Count != ResponseParts.ReadCalls(output).Count
                && !(client == "aether" && output.Any(item => item.ReadType() == "custom_tool_call")) ? "other calls"
            : view.StopReason is null ? "no reason" : null;
    }

    private static string? WhyNotIncomplete(string client, ClientView view) => client switch
    {
        "codex" => view is { Failure.Message: var message, Retries: var retries }
            && message.Contains("Incomplete response returned, reason: ", StringComparison.Ordinal)
            && retries == message.EndsWith("content_filter", StringComparison.Ordinal) ? null : "it is content",
        "agents" or "openai-python" => view.Failure is null ? "it is content" : null,
        "aether" => view.StopReason is null && view.Failure is null ? null : "it noticed",
        "vercel" => view is { Failure: null, StopReason: "length" or "content-filter" } ? null : $"{view.Failure} {view.StopReason}",
        _ => view is { Failure: null, StopReason: "incomplete" } ? null : $"{view.Failure} {view.StopReason}",
    };

    private static string? WhyNotFailed(string client, ClientView view, System.Text.Json.JsonElement response)
    {
        var error = response.Member("error");
        var isOwnWords = client == "codex" && error.Member("code").Text() is "context_length_exceeded" or "insufficient_quota"
            or "usage_not_included" or "server_is_overloaded" or "slow_down";
        return view.Failure is not { } failure ? "no failure"
            : isOwnWords || failure.Message.EndsWith(error.Member("message").Text()!, StringComparison.Ordinal) ? null
            : failure.ToString();
    }

    private static IEnumerable<TestCaseData> Streams()
    {
        foreach (var scenario in ScenarioCatalog.Load(Folder).Scenarios.Where(scenario => scenario.Relay is null))
        {
            var golden = Path.Combine(Folder, scenario.Id + ".golden.jsonl");
            if (!File.Exists(golden))
            {
                continue;
            }

            var turns = File.ReadAllLines(golden).Aggregate(new List<List<string>> { new() }, Split);
            for (var index = 0; index < turns.Count; index++)
            {
                // Goldens shorten long texts and long runs of deltas to a hash, which no client can read.
                var isWhole = !turns[index].Exists(line => line.Contains(" characters, sha256 ", StringComparison.Ordinal)
                    || line.StartsWith("{\"between\":", StringComparison.Ordinal));
                if (isWhole && turns[index].Exists(line => line.Contains("\"type\":\"response.created\"", StringComparison.Ordinal))
                    && turns[index][^1] == "\"[DONE]\"")
                {
                    yield return new TestCaseData(Stream(turns[index])).SetArgDisplayNames(scenario.Id, $"turn {index + 1}");
                }
            }
        }
    }

    private static List<List<string>> Split(List<List<string>> turns, string line)
    {
        if (line.StartsWith("{\"turn\":", StringComparison.Ordinal))
        {
            turns.Add([]);
        }
        else
        {
            turns[^1].Add(line);
        }

        return turns;
    }

    /// <summary>The golden as a client would have read it: times are numbers again, the marker is no string.</summary>
    private static ClientStream Stream(List<string> lines)
    {
        var body = string.Concat(lines.Select(line => line == "\"[DONE]\""
            ? "data: [DONE]\n\n"
            : $"data: {line.Replace("\"<time>\"", "1767225600", StringComparison.Ordinal)}\n\n"));
        var answer = new RecordedStream
        {
            SentAt = 0,
            Status = 200,
            Body = Encoding.UTF8.GetBytes(body),
            End = StreamEnd.Closed,
            EndedAt = 1,
        };
        return ClientStream.Of(answer, Conformance.Reading.WireReader.Read(answer));
    }
}
