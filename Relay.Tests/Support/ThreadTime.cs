using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Relay.Tests.Support;

/// <summary>The processor time of the calling thread, which other programs on a busy machine do not prolong.</summary>
internal static class ThreadTime
{
    private const int ThreadClock = 3;

    /// <summary>The time so far; on systems other than Linux, the time of day.</summary>
    public static TimeSpan Now => OperatingSystem.IsLinux() && ReadClock(ThreadClock, out var time) == 0
        ? TimeSpan.FromSeconds(time.Seconds) + TimeSpan.FromMicroseconds(time.Nanoseconds / 1000.0)
        : Stopwatch.GetElapsedTime(0);

    // SYSLIB1054: a generated import needs unsafe code.
#pragma warning disable SYSLIB1054
    [DllImport("libc", EntryPoint = "clock_gettime")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int ReadClock(int clock, out Time time);
#pragma warning restore SYSLIB1054

    [StructLayout(LayoutKind.Sequential)]
    private readonly struct Time
    {
        public readonly nint Seconds;
        public readonly nint Nanoseconds;
    }
}
