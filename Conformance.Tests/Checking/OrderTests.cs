using System.Text;
using Conformance.Checking;
using NUnit.Framework;

namespace Conformance.Tests.Checking;

/// <summary>The first finding names the cause.</summary>
internal sealed class OrderTests
{
    [Test]
    public void A_stream_without_blank_lines_is_headlined_by_its_framing()
    {
        var body = Encoding.UTF8.GetString(GoodStreams.Text.ToBytes()).Replace("\n\n", "\n", StringComparison.Ordinal);

        var findings = CheckRunner.Run(GoodStreams.Text.Turn(Encoding.UTF8.GetBytes(body))).Findings;

        Assert.That(findings.Select(finding => finding.Check), Is.EqualTo(new[] { "framing", "terminal-once" }));
        Assert.That(findings[0].Message, Does.Contain("no blank line between them"));
    }

    [Test]
    public void The_status_of_the_answer_stands_before_what_the_stream_holds()
    {
        var stream = GoodStreams.Text.Remove("response.created") with { Status = 201 };

        Assert.That(
            CheckRunner.Run(stream.ToTurn()).Findings.Select(finding => finding.Check),
            Is.EqualTo(new[] { "http-status", "created-first" }));
    }

    [Test]
    public void A_body_that_breaks_off_is_found_after_what_it_holds()
    {
        var stream = GoodStreams.Text.Edit("response.output_text.done", json => json["text"] = "Bye") with
        {
            End = Conformance.Recording.StreamEnd.Broken,
        };

        Assert.That(
            CheckRunner.Run(stream.ToTurn()).Findings.Select(finding => finding.Check), Is.EqualTo(new[] { "text-mismatch", "body-end" }));
    }
}
