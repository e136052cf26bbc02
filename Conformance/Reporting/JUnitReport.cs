using System.Globalization;
using System.Text;
using System.Xml;
using Conformance.Results;

namespace Conformance.Reporting;

/// <summary>A run as JUnit XML, which every CI server reads. Pure.</summary>
/// <remarks>
/// JUnit knows no grades: <c>non_strict</c> is a passed case with a property <c>verdict</c>, <c>not_applicable</c> is a skipped one with its reason,
/// <c>harness_error</c> is an error, not a failure.
/// </remarks>
public static class JUnitReport
{
    private static readonly XmlWriterSettings Settings = new() { Indent = true, NewLineChars = "\n", Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false) };

    /// <summary>The document's text.</summary>
    public static string Create(RunResult run)
    {
        ArgumentNullException.ThrowIfNull(run);

        using var bytes = new MemoryStream();
        using (var xml = XmlWriter.Create(bytes, Settings))
        {
            xml.WriteStartElement("testsuites");
            WriteSuite(xml, run);
            xml.WriteEndElement();
        }

        return Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length) + "\n";
    }

    private static void WriteSuite(XmlWriter xml, RunResult run)
    {
        xml.WriteStartElement("testsuite");
        Attribute(xml, "name", $"relayconf {run.Info.Relay}");
        Attribute(xml, "tests", Number(run.Cases.Count));
        Attribute(xml, "failures", Count(run, Verdict.Failed));
        Attribute(xml, "errors", Count(run, Verdict.HarnessError));
        Attribute(xml, "skipped", Count(run, Verdict.NotApplicable));
        Attribute(xml, "time", Seconds(run.End?.DurationMs ?? run.Cases.Sum(result => result.DurationMs)));
        Attribute(xml, "timestamp", run.Info.StartedAt.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture));
        WriteProperties(xml, [("relay", run.Info.Relay), ("target", run.Info.Target), ("version", run.Info.Version), ("command", run.Info.Command), ("partial", VerdictCounts.IsPartial(run) ? "true" : "false")]);
        foreach (var result in run.Cases)
        {
            WriteCase(xml, result, run.Info.Relay);
        }

        if (run.End?.Problem is { } problem)
        {
            WriteText(xml, "system-err", string.Join('\n', problem.ReplaceLineEndings("\n").Split('\n').Select(PlainText.Of)));
        }

        xml.WriteEndElement();
    }

    private static void WriteCase(XmlWriter xml, CaseResult result, string relay)
    {
        xml.WriteStartElement("testcase");
        Attribute(xml, "name", result.Id);
        Attribute(xml, "classname", result.Id.Split('/')[0]);
        Attribute(xml, "file", result.File);
        Attribute(xml, "time", Seconds(result.DurationMs));
        WriteProperties(xml,
        [
            ("verdict", VerdictCounts.Key(result.Verdict)), ("level", result.Level), ("relay", relay),
            .. result.Spec.Select(link => ("spec", link.Ref)),
        ]);
        WriteVerdict(xml, result, relay);
        xml.WriteEndElement();
    }

    private static void WriteVerdict(XmlWriter xml, CaseResult result, string relay)
    {
        switch (result.Verdict)
        {
            case Verdict.Failed:
                WriteProblem(xml, "failure", result, relay);
                break;
            case Verdict.HarnessError:
                WriteProblem(xml, "error", result, relay);
                break;
            case Verdict.NotApplicable or Verdict.DidNotRun:
                xml.WriteStartElement("skipped");
                Attribute(xml, "message", result.Reason ?? VerdictCounts.Words(result.Verdict));
                xml.WriteEndElement();
                break;
            case Verdict.NonStrict:
                WriteText(xml, "system-out", FailureText.Create(result, relay));
                break;
            case Verdict.Passed:
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(result), result.Verdict, message: null);
        }
    }

    private static void WriteProblem(XmlWriter xml, string element, CaseResult result, string relay)
    {
        var first = FirstDivergence.Of(result);
        xml.WriteStartElement(element);
        Attribute(xml, "type", first?.Check ?? VerdictCounts.Key(result.Verdict));
        Attribute(xml, "message", first?.Message ?? result.Reason ?? VerdictCounts.Words(result.Verdict));
        xml.WriteString(Legal(FailureText.Create(result, relay)));
        xml.WriteEndElement();
    }

    private static void WriteProperties(XmlWriter xml, IEnumerable<(string Name, string Value)> properties)
    {
        xml.WriteStartElement("properties");
        foreach (var (name, value) in properties)
        {
            xml.WriteStartElement("property");
            Attribute(xml, "name", name);
            Attribute(xml, "value", value);
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }

    private static void WriteText(XmlWriter xml, string element, string text)
    {
        xml.WriteStartElement(element);
        xml.WriteString(Legal(text));
        xml.WriteEndElement();
    }

    private static void Attribute(XmlWriter xml, string name, string value) => xml.WriteAttributeString(name, Legal(PlainText.Of(value)));

    /// <summary>XML 1.0 has no way to write most control characters or half a surrogate pair, not even escaped.</summary>
    private static string Legal(string text)
    {
        var legal = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            legal.Append(rune.Value is '\t' or '\n' or '\r' or (>= 0x20 and not 0xFFFE and not 0xFFFF) ? rune.ToString() : "\ufffd");
        }

        return legal.ToString();
    }

    private static string Count(RunResult run, Verdict verdict) => Number(run.Cases.Count(result => result.Verdict == verdict));

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Seconds(double milliseconds) => (milliseconds / 1000).ToString("0.000", CultureInfo.InvariantCulture);
}
