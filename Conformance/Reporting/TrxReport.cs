using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Xml;
using Conformance.Reporting.Suites;
using Conformance.Reporting.Texts;
using Conformance.Results;

namespace Conformance.Reporting;

/// <summary>A run as a TRX file, which Visual Studio and Azure DevOps read. Pure.</summary>
/// <remarks>The ids of tests are made from their names, so that a test has the same id in every run.</remarks>
public static class TrxReport
{
    private const string Namespace = "http://microsoft.com/schemas/VisualStudio/TeamTest/2010";

    // Fixed by the format: unit tests, and the list of results that are in no other list.
    private const string UnitTestType = "13cdc9d9-ddb5-4fa4-a97d-d965ccfc6d4b";
    private const string NoList = "8c84fa94-04c1-424b-9868-57a2d4851a1d";
    private const string AllLists = "19431567-8539-422a-85d7-44ee4e166bda";

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

        var tests = TestSuites.Create(run).SelectMany(static suite => suite.Tests.Select(test => new Row(suite.Name, test))).ToList();
        using var bytes = new MemoryStream();
        using (var xml = XmlWriter.Create(bytes, Settings))
        {
            xml.WriteStartElement("TestRun", Namespace);
            WriteAttributes(xml, ("id", CreateId($"run {run.Info.Name} {run.Info.StartedAt:O}")), ("name", run.Info.Name));
            WriteTimes(xml, run);
            WriteResults(xml, run, tests);
            WriteDefinitions(xml, tests);
            WriteEntries(xml, tests);
            WriteLists(xml);
            WriteSummary(xml, run, tests);
            xml.WriteEndElement();
        }

        return Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length) + "\n";
    }

    private static void WriteTimes(XmlWriter xml, RunResult run)
    {
        var start = FormatTime(run.Info.StartedAt);
        xml.WriteStartElement("Times");
        WriteAttributes(xml, ("creation", start), ("queuing", start), ("start", start), ("finish", FormatTime(run.End?.FinishedAt
            ?? run.Info.StartedAt)));
        xml.WriteEndElement();
        xml.WriteStartElement("TestSettings");
        WriteAttributes(xml, ("name", "default"), ("id", CreateId("settings")));
        xml.WriteEndElement();
    }

    private static void WriteResults(XmlWriter xml, RunResult run, List<Row> tests)
    {
        xml.WriteStartElement("Results");
        foreach (var row in tests)
        {
            xml.WriteStartElement("UnitTestResult");
            WriteAttributes(xml,
                ("executionId", row.ExecutionId), ("testId", row.TestId), ("testName", row.Test.Name), ("computerName", run.Info.Relay),
                ("duration", TimeSpan.FromMilliseconds(row.Test.DurationMs).ToString(@"hh\:mm\:ss\.fffffff", CultureInfo.InvariantCulture)),
                ("startTime", FormatTime(run.Info.StartedAt)),
                ("endTime", FormatTime(run.Info.StartedAt.AddMilliseconds(row.Test.DurationMs))),
                ("testType", UnitTestType),
                ("outcome", FormatOutcome(row.Test.State)),
                ("testListId", NoList),
                ("relativeResultsDirectory", row.ExecutionId));
            WriteOutput(xml, row.Test);
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }

    private static void WriteOutput(XmlWriter xml, TestEntry test)
    {
        if (test.Message.Length == 0 && test.Text.Length == 0)
        {
            return;
        }

        xml.WriteStartElement("Output");
        if (test.State == TestState.Passed)
        {
            WriteText(xml, "StdOut", test.Text.Length > 0 ? test.Text : test.Message);
        }
        else
        {
            xml.WriteStartElement("ErrorInfo");
            WriteText(xml, "Message", test.Message);
            if (test.Text.Length > 0)
            {
                WriteText(xml, "StackTrace", test.Text);
            }

            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }

    private static void WriteDefinitions(XmlWriter xml, List<Row> tests)
    {
        xml.WriteStartElement("TestDefinitions");
        foreach (var row in tests)
        {
            xml.WriteStartElement("UnitTest");
            WriteAttributes(xml, ("name", row.Test.Name), ("storage", row.Test.File ?? row.Suite), ("id", row.TestId));
            xml.WriteStartElement("Execution");
            WriteAttributes(xml, ("id", row.ExecutionId));
            xml.WriteEndElement();
            xml.WriteStartElement("TestMethod");
            WriteAttributes(
                xml,
                ("codeBase", row.Test.File ?? row.Suite),
                ("adapterTypeName", "executor://relayconf"),
                ("className", $"{row.Suite}.{row.Test.Group}"),
                ("name", row.Test.Name));
            xml.WriteEndElement();
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }

    private static void WriteEntries(XmlWriter xml, List<Row> tests)
    {
        xml.WriteStartElement("TestEntries");
        foreach (var row in tests)
        {
            xml.WriteStartElement("TestEntry");
            WriteAttributes(xml, ("testId", row.TestId), ("executionId", row.ExecutionId), ("testListId", NoList));
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }

    private static void WriteLists(XmlWriter xml)
    {
        xml.WriteStartElement("TestLists");
        foreach (var (name, id) in new[] { ("Results Not in a List", NoList), ("All Loaded Results", AllLists) })
        {
            xml.WriteStartElement("TestList");
            WriteAttributes(xml, ("name", name), ("id", id));
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }

    private static void WriteSummary(XmlWriter xml, RunResult run, List<Row> tests)
    {
        int Count(TestState state) => tests.Count(row => row.Test.State == state);
        var fails = RunGate.Fails(run) || Count(TestState.Error) > 0;
        xml.WriteStartElement("ResultSummary");
        WriteAttributes(xml, ("outcome", fails ? "Failed" : "Completed"));
        xml.WriteStartElement("Counters");
        WriteAttributes(xml,
            ("total", FormatNumber(tests.Count)),
            ("executed", FormatNumber(tests.Count - Count(TestState.Skipped))),
            ("passed", FormatNumber(Count(TestState.Passed))),
            ("failed", FormatNumber(Count(TestState.Failed))),
            ("error", FormatNumber(Count(TestState.Error))),
            ("timeout", "0"),
            ("aborted", "0"),
            ("inconclusive", "0"),
            ("passedButRunAborted", "0"),
            ("notRunnable", "0"),
            ("notExecuted", FormatNumber(Count(TestState.Skipped))),
            ("disconnected", "0"),
            ("warning", "0"),
            ("completed", "0"),
            ("inProgress", "0"),
            ("pending", "0"));
        xml.WriteEndElement();
        if (run.End?.Problem is { } problem)
        {
            xml.WriteStartElement("RunInfos");
            xml.WriteStartElement("RunInfo");
            WriteAttributes(xml, ("computerName", run.Info.Relay), ("outcome", "Warning"), ("timestamp", FormatTime(run.End.FinishedAt)));
            WriteText(xml, "Text", problem);
            xml.WriteEndElement();
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }

    private static string FormatOutcome(TestState state) => state switch
    {
        TestState.Passed => "Passed",
        TestState.Failed => "Failed",
        TestState.Error => "Error",
        TestState.Skipped => "NotExecuted",
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, message: null),
    };

    private static void WriteAttributes(XmlWriter xml, params ReadOnlySpan<(string Name, string Value)> attributes)
    {
        foreach (var (name, value) in attributes)
        {
            xml.WriteAttributeString(name, PlainText.ForXml(PlainText.Create(value)));
        }
    }

    private static void WriteText(XmlWriter xml, string element, string text)
    {
        xml.WriteStartElement(element);
        xml.WriteString(PlainText.ForXml(PlainText.CreateLines(text)));
        xml.WriteEndElement();
    }

    private static string FormatNumber(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string FormatTime(DateTimeOffset time) => time.UtcDateTime.ToString("O", CultureInfo.InvariantCulture);

    private static string CreateId(string text) => new Guid(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 16)).ToString("D");

    private sealed record Row(string Suite, TestEntry Test)
    {
        public string TestId { get; } = CreateId($"{Suite}\n{Test.Name}");

        public string ExecutionId { get; } = CreateId($"{Suite}\n{Test.Name}\nexecution");
    }
}
