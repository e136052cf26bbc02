using Conformance.Reporting.Texts;
using Conformance.Results;
using Conformance.Running;
using Conformance.Running.Cases;
using Conformance.Tests.Support;
using MockUpstream.Playing;
using NUnit.Framework;

namespace Conformance.Tests.Mutants;

/// <summary>A relay that shows its client's key is found by the rule on leaks, in a whole case with real sockets.</summary>
[CancelAfter(120_000)]
internal sealed class KeyLeakTests
{
    private const string Case = "text/plain";

    [TestCase("alone")]
    [TestCase("in-a-sentence")]
    [TestCase("in-base64")]
    public async Task A_key_in_an_event_is_found(string form, CancellationToken cancellationToken)
    {
        var key = CaseKey.ApiKeyOf(CaseKey.Of(Theatre.Scenario(Case)));
        var shown = form switch
        {
            "alone" => key,
            "in-a-sentence" => $"asked with {key}, as configured",
            _ => Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes("user:" + key)),
        };
        Uri? behind = null;
        await using var proxy = await MutantProxy.StartAsync(() => behind!, () => new Rewriting((frame, _) => [frame.IsTerminal
            ? frame.With(json => json["response"]!["metadata"]!["debug"] = shown)
            : frame]), cancellationToken);
        await using var theatre = await Theatre.WithAsync(
            upstream => new FrontedRelay(Theatre.Processes(() => upstream), relay =>
            {
                behind = relay;
                return proxy.Url;
            }),
            new CaseSettings(),
            cancellationToken);

        var result = (await theatre.PlayAsync(Theatre.Scenario(Case), cancellationToken)).Result;

        var leak = result.Findings.Where(finding => finding.Check == "leak").ToList();
        Assert.That(
            leak.Select(finding => (finding.Severity, finding.Member)),
            Is.EqualTo(new[] { (Severity.Error, "response.metadata.debug") }),
            () => FailureText.Create(result, form));
    }
}
