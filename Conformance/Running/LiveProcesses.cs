using System.Collections.Concurrent;
using System.Diagnostics;

namespace Conformance.Running;

/// <summary>The processes we started and have not ended, so that none outlives us whichever way we go.</summary>
internal static class LiveProcesses
{
    private static readonly ConcurrentDictionary<Process, byte> Running = new();

    static LiveProcesses() => AppDomain.CurrentDomain.ProcessExit += (_, _) => KillAll();

    public static void Add(Process process) => Running.TryAdd(process, 0);

    /// <summary>Ends a process with everything it started.</summary>
    public static void Kill(Process process)
    {
        if (!Running.TryRemove(process, out _))
        {
            return;
        }

        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (Exception gone) when (gone is InvalidOperationException or System.ComponentModel.Win32Exception or AggregateException)
        {
            // It was faster.
        }
    }

    /// <summary>Ends every process that is still there, with everything it started.</summary>
    public static void KillAll()
    {
        foreach (var process in Running.Keys)
        {
            Kill(process);
        }
    }
}
