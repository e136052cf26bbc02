using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Conformance.Reporting.Suites;
using Conformance.Reporting.Texts;
using Conformance.Results;

namespace Conformance.Reporting;

/// <summary>A run in the Common Test Report Format (CTRF), JSON that several report tools read. Pure.</summary>
public static class CtrfReport
{
    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Returns the document's text.</summary>
    public static string Create(RunResult run)
    {
        ArgumentNullException.ThrowIfNull(run);

        var suites = TestSuites.Create(run);
        var tests = suites.SelectMany(static suite => suite.Tests.Select(test => (Suite: suite, Test: test))).ToList();
        int Count(TestState state) => tests.Count(pair => pair.Test.State == state);
        var start = run.Info.StartedAt.ToUnixTimeMilliseconds();
        var duration = (long)(run.End?.DurationMs ?? run.Cases.Sum(static result => result.DurationMs));
        var document = new JsonObject
        {
            ["reportFormat"] = "CTRF",
            ["specVersion"] = "0.0.0",
            ["timestamp"] = (run.End?.FinishedAt
                ?? run.Info.StartedAt).UtcDateTime.ToString("O", System.Globalization.CultureInfo.InvariantCulture),
            ["generatedBy"] = "relayconf",
            ["results"] = new JsonObject
            {
                ["tool"] = new JsonObject { ["name"] = "relayconf", ["version"] = run.Info.Version },
                ["summary"] = new JsonObject
                {
                    ["tests"] = tests.Count,
                    ["passed"] = Count(TestState.Passed),
                    ["failed"] = Count(TestState.Failed),
                    ["skipped"] = Count(TestState.Skipped),
                    ["pending"] = 0,
                    ["other"] = Count(TestState.Error),
                    ["flaky"] = tests.Count(static pair => pair.Test.Flaky),
                    ["suites"] = suites.Count,
                    ["start"] = start,
                    ["stop"] = start + duration,
                    ["duration"] = duration,
                    ["extra"] = new JsonObject
                    {
                        ["fails"] = RunGate.Fails(run),
                        ["partial"] = VerdictCounts.IsPartial(run),
                        ["exit_code"] = run.End?.ExitCode,
                    },
                },
                ["tests"] = new JsonArray([.. tests.Select(static pair => Test(pair.Suite, pair.Test))]),
                ["environment"] = new JsonObject
                {
                    ["appName"] = run.Info.Relay,
                    ["extra"] = new JsonObject { ["target"] = run.Info.Target, ["command"] = run.Info.Command },
                },
            },
        };
        return document.ToJsonString(Indented) + "\n";
    }

    private static JsonObject Test(TestSuite suite, TestEntry test)
    {
        var json = new JsonObject
        {
            ["name"] = test.Name,
            ["status"] = FormatStatus(test.State),
            ["duration"] = (long)test.DurationMs,
            ["suite"] = new JsonArray(suite.Name, test.Group),
            ["rawStatus"] = test.RawStatus,
        };
        Add(json, "message", test.Message);
        Add(json, "trace", test.Text);
        Add(json, "filePath", test.File);
        if (test.Line is { } line)
        {
            json["line"] = line;
        }

        if (test.Tags.Count > 0)
        {
            json["tags"] = new JsonArray([.. test.Tags.Select(static tag => JsonValue.Create(tag))]);
        }

        if (test.Attempts > 1)
        {
            json["retries"] = test.Attempts - 1;
            json["flaky"] = test.Flaky;
        }

        if (test.Properties.Count > 0)
        {
            var extra = new JsonObject();
            foreach (var group in test.Properties.GroupBy(static property => property.Key, StringComparer.Ordinal))
            {
                extra[group.Key] = string.Join(' ', group.Select(static property => property.Value));
            }

            json["extra"] = extra;
        }

        return json;
    }

    private static void Add(JsonObject json, string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            json[name] = value;
        }
    }

    private static string FormatStatus(TestState state) => state switch
    {
        TestState.Passed => "passed",
        TestState.Failed => "failed",
        TestState.Error => "other",
        TestState.Skipped => "skipped",
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, message: null),
    };
}
