using System.Collections.Concurrent;
using System.Diagnostics;

namespace Conformance.Running.Relays;

/// <summary>The processes we started and have not ended, so that none outlives us whichever way we go.</summary>
internal static class LiveProcesses
{
    private static readonly ConcurrentDictionary<Process, string> Running = new();

    static LiveProcesses() => AppDomain.CurrentDomain.ProcessExit += (_, _) => KillAll();

    /// <summary>Takes charge of a process.</summary>
    /// <param name="process">The process.</param>
    /// <param name="mark">The value that identifies the process and its children.</param>
    public static void Add(Process process, string mark) => Running.TryAdd(process, mark);

    /// <summary>Ends a process with everything it started, also what no longer is its child.</summary>
    public static void Kill(Process process)
    {
        if (!Running.TryRemove(process, out var mark))
        {
            return;
        }

        try
        {
            int? leader = Lifeline.HasOwnSession && !process.HasExited ? process.Id : null;
            if (leader is null)
            {
                process.Kill(entireProcessTree: true);
            }

            ProcessGroup.End(leader, mark);
        }
        catch (Exception gone) when (gone is InvalidOperationException or System.ComponentModel.Win32Exception or AggregateException)
        {
            // It was faster; what it left may not have been.
            ProcessGroup.End(leader: null, mark);
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
