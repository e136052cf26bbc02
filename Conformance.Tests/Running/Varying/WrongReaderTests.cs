using Conformance.Reporting.Texts;
using Conformance.Results;
using Conformance.Running.Cases;
using Conformance.Running.Varying;
using Conformance.Tests.Support;
using NUnit.Framework;
using Scenarios.Words;

namespace Conformance.Tests.Running.Varying;

/// <summary>
/// The variations judged: a relay that reads its upstream wrongly in one point is found, and the finding names the one variation that shows
/// it.
/// </summary>
[CancelAfter(120_000)]
internal sealed class WrongReaderTests
{
    private static IEnumerable<WrongReader> Wrong() => WrongReaders.All;

    [TestCaseSource(nameof(Wrong))]
    public async Task A_wrong_reader_is_named_by_its_variation(WrongReader reader, CancellationToken cancellationToken)
    {
        var result = await PlayAsync(reader, VarySettings.Default, cancellationToken);

        var finding = result.Findings.SingleOrDefault(static finding => finding.Check == CheckIds.Variation);
        Assert.Multiple(() =>
        {
            Assert.That(finding?.Variation?.Word, Is.EqualTo(reader.Word), () => FailureText.Create(result, reader.Name));
            Assert.That(finding?.Severity, Is.EqualTo(Severity.Error));
            Assert.That(result.Verdict, Is.EqualTo(Verdict.Failed));
            Assert.That(result.Repro, Does.EndWith($" --vary {reader.Word}"));
        });
    }

    [TestCaseSource(nameof(Wrong))]
    public async Task The_same_reader_passes_while_nothing_is_varied(WrongReader reader, CancellationToken cancellationToken)
    {
        var result = await PlayAsync(reader, VarySettings.Off, cancellationToken);

        Assert.Multiple(() =>
        {
            Assert.That(result.Verdict, Is.EqualTo(Verdict.Passed), () => FailureText.Create(result, reader.Name));
            Assert.That(result.Variations, Is.Zero);
        });
    }

    [TestCaseSource(nameof(Wrong))]
    public async Task A_right_reader_is_not_accused_in_the_same_case(WrongReader reader, CancellationToken cancellationToken)
    {
        var result = await PlayAsync(WrongReaders.Right with { Case = reader.Case }, VarySettings.Default, cancellationToken);

        Assert.Multiple(() =>
        {
            Assert.That(
                result.Findings.Where(static finding => finding.Check == CheckIds.Variation),
                Is.Empty,
                () => FailureText.Create(result, "right"));
            Assert.That(result.Verdict, Is.EqualTo(Verdict.Passed));
            Assert.That(result.Variations, Is.EqualTo(4));
        });
    }

    [Test]
    public void Each_variation_of_the_body_has_a_wrong_reader() =>
        Assert.That(
            WrongReaders.All.Select(static reader => reader.Word),
            Is.EquivalentTo(FormatWords.Variations.Names.Where(static word => word != "non-stream")));

    [Test]
    public async Task The_first_byte_that_matters_is_named(CancellationToken cancellationToken)
    {
        var result = await PlayAsync(
            WrongReaders.All.Single(static reader => reader.Name == "keeps-the-mark"), VarySettings.Default, cancellationToken);

        var variation = result.Findings.Single(static finding => finding.Check == CheckIds.Variation).Variation!;
        Assert.That((variation.Offset, variation.Was[..6], variation.Now), Is.EqualTo((0, "“data:", "“<BOM>”")));
    }

    /// <summary>
    /// The reader begins to lose events where their line ends are not LF, and the first two are only a role and half a text.
    /// </summary>
    [Test]
    public async Task The_first_of_many_changes_is_found(CancellationToken cancellationToken)
    {
        var reader = WrongReaders.Right with { Make = static () => new LineReader { Change = static data =>
            data.Contains("\"u006co", StringComparison.Ordinal) || data.Contains("\\u006c", StringComparison.Ordinal) ? "{}" : data } };

        var result = await PlayAsync(reader, new VarySettings(VaryMode.Words, ["escapes"]), cancellationToken);

        Assert.That(
            result.Findings.Where(static finding => finding.Check == CheckIds.Variation).Select(static finding => finding.Variation!.Was),
            Is.All.EqualTo("“l”").And.Not.Empty,
            () => FailureText.Create(result, "escapes"));
    }

    [Test]
    public async Task Variations_that_differ_only_together_are_named_together(CancellationToken cancellationToken)
    {
        // Loses what has both a line end of CRLF, which the reader's own text keeps, and a cut in its first bytes.
        var reader = WrongReaders.Right with { Make = static () => new TogetherReader() };

        var result = await PlayAsync(reader, VarySettings.Default, cancellationToken);

        var finding = result.Findings.SingleOrDefault(static finding => finding.Check == CheckIds.Variation);
        Assert.Multiple(() =>
        {
            Assert.That(finding?.Variation?.Word, Is.EqualTo("rechunk"), () => FailureText.Create(result, "together"));
            Assert.That(finding?.Message, Does.Contain("rechunk together with newlines (CRLF)"));
            Assert.That(result.Repro, Does.EndWith(" --vary default"));
        });
    }

    [Test]
    public async Task A_relay_whose_answers_differ_by_themselves_is_warned_and_not_failed(CancellationToken cancellationToken)
    {
        var answers = 0;
        var reader = WrongReaders.Right with { Make = () => { var number =
            Interlocked.Increment(ref answers); return new LineReader { Change = data => data.Replace(
            "stop\"",
            $"stop\",\"citations\":[],\"text\":\"{number}\"",
            StringComparison.Ordinal).Replace("\"prompt_tokens\":", $"\"prompt_tokens\":{number}", StringComparison.Ordinal) }; } };

        var result = await PlayAsync(
            reader with { Case = "usage/final-chunk-without-choices" }, VarySettings.Default, cancellationToken, ignoreOutcome: true);

        Assert.That(
            result.Findings.Where(static finding => finding.Check == CheckIds.Variation)
                .Select(static finding => (finding.Severity, finding.Variation)),
            Is.EqualTo(new[] { (Severity.Warning, (VariationReference?)null) }),
            () => FailureText.Create(result, "unsteady"));
    }

    private static async Task<CaseResult> PlayAsync(
        WrongReader reader, VarySettings vary, CancellationToken cancellationToken, bool ignoreOutcome = false)
    {
        Uri? behind = null;
        await using var proxy = await WrongReaderProxy.StartAsync(() => behind!, reader, cancellationToken);
        await using var theatre = await Theatre.WithAsync(
            upstream =>
            {
                behind = upstream;
                return Theatre.Processes(() => new Uri(proxy.Url, upstream.AbsolutePath));
            },
            new CaseSettings { Vary = vary },
            cancellationToken);
        var scenario = Theatre.Scenario(reader.Case);
        scenario = ignoreOutcome
            ? scenario with { Turns = [scenario.Turns[0] with { Expect = new Scenarios.Model.Expectation() }] }
            : scenario;

        return (await theatre.PlayAsync(scenario, cancellationToken)).Result;
    }

    /// <summary>Loses an event whose first read is short, once it has seen a CR.</summary>
    private sealed class TogetherReader : IBodyReader
    {
        private readonly LineReader _right = new();
        private bool _hasReturn;

        public IEnumerable<string> Read(ReadOnlyMemory<byte> read)
        {
            var isLost = _hasReturn && read.Length == 2;
            _hasReturn |= read.Span.Contains((byte)'\r');
            return isLost ? [] : _right.Read(read);
        }
    }
}
