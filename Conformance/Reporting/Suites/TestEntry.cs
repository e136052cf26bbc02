namespace Conformance.Reporting.Suites;

/// <summary>The result of a test, in the words that test reports share.</summary>
internal enum TestState
{
    /// <summary>As it should be.</summary>
    Passed,

    /// <summary>Fails the run.</summary>
    Failed,

    /// <summary>The harness broke; nothing is known.</summary>
    Error,

    /// <summary>It did not run, or its failure does not fail the run; <see cref="TestEntry.Message"/> names the reason.</summary>
    Skipped,
}

/// <summary>One test of a report: a case, a rule, or a finding of the gate.</summary>
internal sealed record TestEntry
{
    /// <summary>The id, the same from run to run.</summary>
    public required string Name { get; init; }

    /// <summary>The group it is shown in, such as the area of a case.</summary>
    public required string Group { get; init; }

    /// <summary>The result.</summary>
    public required TestState State { get; init; }

    /// <summary>The project's own word for it, such as <c>non_strict</c> or <c>known</c>.</summary>
    public required string RawStatus { get; init; }

    /// <summary>The kind of failure in a test report: the check's id.</summary>
    public string Type { get; init; } = "";

    /// <summary>One sentence; empty for a plain pass.</summary>
    public string Message { get; init; } = "";

    /// <summary>The whole text for people; empty for a plain pass.</summary>
    public string Text { get; init; } = "";

    /// <summary>The file that defines it; <see langword="null"/> without one.</summary>
    public string? File { get; init; }

    /// <summary>The line in the file, from 1.</summary>
    public int? Line { get; init; }

    /// <summary>The duration.</summary>
    public double DurationMs { get; init; }

    /// <summary>The number of plays.</summary>
    public int Attempts { get; init; } = 1;

    /// <summary>Whether its plays differed.</summary>
    public bool Flaky { get; init; }

    /// <summary>Its tags.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>More about it, as names and values.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Properties { get; init; } = [];
}

/// <summary>The tests of one kind.</summary>
/// <param name="Name">The suite's name.</param>
/// <param name="Tests">The tests in order.</param>
internal sealed record TestSuite(string Name, IReadOnlyList<TestEntry> Tests)
{
    /// <summary>Returns the number of tests in a state.</summary>
    public int Count(TestState state) => Tests.Count(test => test.State == state);
}
