using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace Conformance.Running.Relays;

/// <summary>Ends a process with all its descendants, including those that are no longer its children.</summary>
internal static class ProcessGroup
{
    private const int Kill = 9;
    private const int MostPasses = 5;

    /// <summary>Ends the members of a group of processes, then every process that carries a mark.</summary>
    /// <param name="leader">The process that leads the group; <see langword="null"/> when it leads none or is gone.</param>
    /// <param name="mark">The mark in the environment of what the group started.</param>
    public static void End(int? leader, string mark)
    {
        if (leader is { } group and > 1)
        {
            _ = SendSignal(-group, Kill);
        }

        // The next pass finds processes that were started during this one.
        for (var pass = 0; pass < MostPasses && Marked(mark) is { Count: > 0 } left; pass++)
        {
            foreach (var process in left)
            {
                _ = SendSignal(process, Kill);
            }
        }
    }

    /// <summary>The processes whose environment carries a mark.</summary>
    private static List<int> Marked(string mark)
    {
        var wanted = Encoding.ASCII.GetBytes($"{Lifeline.Variable}={mark}\0");
        List<int> marked = [];
        foreach (var folder in OperatingSystem.IsLinux() ? Directory.EnumerateDirectories("/proc") : [])
        {
            if (int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var process)
                && process != Environment.ProcessId
                && Carries(folder, wanted))
            {
                marked.Add(process);
            }
        }

        return marked;
    }

    private static bool Carries(string folder, byte[] wanted)
    {
        try
        {
            return File.ReadAllBytes(folder + "/environ").AsSpan().IndexOf(wanted) >= 0;
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SendSignal(int process, int signal);
}
