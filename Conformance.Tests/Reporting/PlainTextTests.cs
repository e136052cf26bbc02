using System.Buffers;
using Conformance.Commands.Showing;
using Conformance.Reporting;
using Conformance.Reporting.Texts;
using Conformance.Results;
using Conformance.Tests.Running;
using NUnit.Framework;

namespace Conformance.Tests.Reporting;

/// <summary>What a relay sent steers nothing in which it is shown.</summary>
internal sealed class PlainTextTests
{
    private const string Steering = "a\u001b[2J\u0007\u009b\u202eb\u2066c\u200ed\u2028e\ufeff";

    private static readonly SearchValues<char> Steers = SearchValues.Create("\u001b\u0007\u009b\u202e\u2066\u200e\u2028\ufeff");

    [Test]
    public void Each_steering_character_has_a_mark() =>
        Assert.That(PlainText.Create(Steering + "\t\u007f"), Is.EqualTo("a\u241b[2J\u2407\ufffd\ufffdb\ufffdc\ufffdd\ufffde\ufffd \u2421"));

    [Test]
    public void No_output_of_text_has_one()
    {
        var run = Run();

        Assert.Multiple(() =>
        {
            foreach (var (name, text) in new[]
            {
                ("summary.md", SummaryReport.Create(run)),
                ("junit.xml", JUnitReport.Create(run)),
                ("console", FailureText.Create(run.Cases[0], "acme")),
            })
            {
                Assert.That(text.AsSpan().IndexOfAny(Steers), Is.EqualTo(-1), name);
            }
        });
    }

    [Test]
    public void Nor_has_the_terminal()
    {
        using var output = new StringWriter();
        var console = new RunConsole(
            new Conformance.Commands.Showing.Terminal { Out = output, Error = output, Directory = "/" },
            "acme",
            FailureText.Create,
            verbose: true);

        foreach (var result in Run().Cases)
        {
            console.Finished(result, 1, 1);
        }

        console.ShowEnd(new global::Conformance.Running.SessionEnd(Run(), null, null));

        Assert.That(output.ToString().AsSpan().IndexOfAny(Steers), Is.EqualTo(-1));
    }

    private static RunResult Run() => new()
    {
        Info = SampleRun.Info with { Name = Steering, Target = Steering, Command = Steering },
        Cases = [.. Enum.GetValues<Verdict>().Select(verdict => Running.Cases.Result("area/" + verdict, verdict) with
        {
            Reason = Steering,
            Findings = [Running.Cases.Finding("x") with
            {
                Message = Steering,
                Expected = Steering,
                Received = Steering,
                EventType = Steering,
                Member = Steering,
            }],
        })],
        End = new RunEnd(DateTimeOffset.UnixEpoch, 1, Partial: true, ExitCode: 1, Problem: Steering),
    };
}
