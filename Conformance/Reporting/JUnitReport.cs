using System.Globalization;
using System.Text;
using System.Xml;
using Conformance.Reporting.Suites;
using Conformance.Reporting.Texts;
using Conformance.Results;

namespace Conformance.Reporting;

/// <summary>A run as JUnit XML, which every CI server reads. Pure.</summary>
/// <remarks>
/// One suite has the cases (their outcomes), one the rules. JUnit knows no grades: <c>non_strict</c> is a passed case with a property
/// <c>verdict</c>;
/// a failure that does not fail the run (known, or of a level that is too weak) is skipped with its reason; <c>harness_error</c> is an
/// error, not a failure.
/// </remarks>
public static class JUnitReport
{
    private static readonly XmlWriterSettings Settings = new()
    {
        Indent = true,
        NewLineChars = "\n",
        Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
    };

    /// <summary>Returns the document's text.</summary>
    public static string Create(RunResult run)
    {
        ArgumentNullException.ThrowIfNull(run);

        using var bytes = new MemoryStream();
        using (var xml = XmlWriter.Create(bytes, Settings))
        {
            xml.WriteStartElement("testsuites");
            foreach (var suite in TestSuites.Create(run))
            {
                WriteSuite(xml, run, suite);
            }

            xml.WriteEndElement();
        }

        return Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length) + "\n";
    }

    private static void WriteSuite(XmlWriter xml, RunResult run, TestSuite suite)
    {
        var isOfCases = suite.Name == $"relayconf {run.Info.Relay}";
        xml.WriteStartElement("testsuite");
        WriteAttribute(xml, "name", suite.Name);
        WriteAttribute(xml, "tests", FormatNumber(suite.Tests.Count));
        WriteAttribute(xml, "failures", FormatNumber(suite.Count(TestState.Failed)));
        WriteAttribute(xml, "errors", FormatNumber(suite.Count(TestState.Error)));
        WriteAttribute(xml, "skipped", FormatNumber(suite.Count(TestState.Skipped)));
        WriteAttribute(xml, "time", FormatSeconds(isOfCases ? run.End?.DurationMs ?? suite.Tests.Sum(static test => test.DurationMs) : 0));
        WriteAttribute(xml, "timestamp", run.Info.StartedAt.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture));
        WriteProperties(xml, [new("relay", run.Info.Relay), new("target", run.Info.Target), new("version", run.Info.Version), new(
            "command", run.Info.Command), new("partial", VerdictCounts.IsPartial(run) ? "true" : "false")]);
        foreach (var test in suite.Tests)
        {
            WriteTest(xml, test);
        }

        if (isOfCases && run.End?.Problem is { } problem)
        {
            WriteText(xml, "system-err", string.Join('\n', problem.ReplaceLineEndings("\n").Split('\n').Select(PlainText.Create)));
        }

        xml.WriteEndElement();
    }

    private static void WriteTest(XmlWriter xml, TestEntry test)
    {
        xml.WriteStartElement("testcase");
        WriteAttribute(xml, "name", test.Name);
        WriteAttribute(xml, "classname", test.Group);
        if (test.File is { } file)
        {
            WriteAttribute(xml, "file", file);
        }

        WriteAttribute(xml, "time", FormatSeconds(test.DurationMs));
        WriteProperties(xml, test.Properties);
        switch (test.State)
        {
            case TestState.Failed:
                WriteProblem(xml, "failure", test);
                break;
            case TestState.Error:
                WriteProblem(xml, "error", test);
                break;
            case TestState.Skipped:
                xml.WriteStartElement("skipped");
                WriteAttribute(xml, "message", test.Message);
                xml.WriteEndElement();
                WriteIfAny(xml, "system-out", test.Text);
                break;
            default:
                WriteIfAny(xml, "system-out", test.Text);
                break;
        }

        xml.WriteEndElement();
    }

    private static void WriteProblem(XmlWriter xml, string element, TestEntry test)
    {
        xml.WriteStartElement(element);
        WriteAttribute(xml, "type", test.Type);
        WriteAttribute(xml, "message", test.Message);
        xml.WriteString(PlainText.ForXml(PlainText.CreateLines(test.Text)));
        xml.WriteEndElement();
    }

    private static void WriteProperties(XmlWriter xml, IReadOnlyList<KeyValuePair<string, string>> properties)
    {
        if (properties.Count == 0)
        {
            return;
        }

        xml.WriteStartElement("properties");
        foreach (var (name, value) in properties)
        {
            xml.WriteStartElement("property");
            WriteAttribute(xml, "name", name);
            WriteAttribute(xml, "value", value);
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }

    private static void WriteIfAny(XmlWriter xml, string element, string text)
    {
        if (text.Length > 0)
        {
            WriteText(xml, element, text);
        }
    }

    private static void WriteText(XmlWriter xml, string element, string text)
    {
        xml.WriteStartElement(element);
        xml.WriteString(PlainText.ForXml(PlainText.CreateLines(text)));
        xml.WriteEndElement();
    }

    private static void WriteAttribute(XmlWriter xml, string name, string value) =>
        xml.WriteAttributeString(name, PlainText.ForXml(PlainText.Create(value)));

    private static string FormatNumber(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string FormatSeconds(double milliseconds) => (milliseconds / 1000).ToString("0.000", CultureInfo.InvariantCulture);
}
