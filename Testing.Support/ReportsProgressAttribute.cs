using System.Globalization;
using System.Text;
using NUnit.Framework;
using NUnit.Framework.Interfaces;

namespace Testing.Support;

/// <summary>
/// Appends a line about every fifteen seconds to the file that <c>TEST_PROGRESS</c> names: the project, its tests that have ended, the
/// failed ones, the time since the first began, and the test that took longest among those that ended since the last line.
/// The runner prints nothing before its end; <c>test.sh</c> shows this file meanwhile.
/// </summary>
[AttributeUsage(AttributeTargets.Assembly)]
public sealed class ReportsProgressAttribute : Attribute, ITestAction
{
    private const string Begun = "RelayConformance.Begun";
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(15);
    private static readonly string? File = Environment.GetEnvironmentVariable("TEST_PROGRESS");
    private static readonly string Project = Path.GetFileName(
        Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(TestContext.CurrentContext.TestDirectory)))!; // It is below artifacts/bin.
    private static readonly Lock Writing = new();
    private static long _started;
    private static long _written;
    private static int _ended;
    private static int _failed;
    private static (TimeSpan Took, string Name) _longest;

    /// <inheritdoc/>
    public ActionTargets Targets => ActionTargets.Test;

    /// <inheritdoc/>
    public void BeforeTest(ITest test)
    {
        if (Interlocked.CompareExchange(ref _started, TimeProvider.System.GetTimestamp(), 0) == 0)
        {
            Interlocked.Exchange(ref _written, TimeProvider.System.GetTimestamp());
        }

        test.Properties.Set(Begun, TimeProvider.System.GetTimestamp());
    }

    /// <inheritdoc/>
    public void AfterTest(ITest test)
    {
        var ended = Interlocked.Increment(ref _ended);
        var failed = TestContext.CurrentContext.Result.Outcome.Status == TestStatus.Failed ? Interlocked.Increment(ref _failed) : _failed;
        if (string.IsNullOrEmpty(File))
        {
            return;
        }

        var took = TimeProvider.System.GetElapsedTime((long)test.Properties.Get(Begun)!); // Set before each test.
        lock (Writing)
        {
            if (took > _longest.Took)
            {
                _longest = (took, $"{test.ClassName?.Split('.')[^1]}.{test.MethodName}");
            }

            if (TimeProvider.System.GetElapsedTime(_written) >= Interval)
            {
                _written = TimeProvider.System.GetTimestamp();
                var elapsed = TimeProvider.System.GetElapsedTime(_started);
                var time = string.Create(CultureInfo.InvariantCulture, $"{elapsed:m\\:ss}");
                var longest = string.Create(CultureInfo.InvariantCulture, $"{_longest.Name} {_longest.Took.TotalSeconds:f1} s");
                Append($"{time}  {Project}: {ended} tests done, {failed} failed; longest: {longest}\n");
                _longest = default;
            }
        }
    }

    /// <summary>Appends a line. Other test projects may have the file open.</summary>
    private static void Append(string line)
    {
        using var stream = new FileStream(File!, FileMode.Append, FileAccess.Write, FileShare.ReadWrite); // It is set.
        stream.Write(Encoding.UTF8.GetBytes(line));
    }
}
