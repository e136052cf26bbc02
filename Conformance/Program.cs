using System.Runtime.InteropServices;
using System.Text;
using Conformance.Commands;
using Conformance.Commands.Showing;
using Conformance.Running;
using Conformance.Running.Relays;

Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
using var stop = new CancellationTokenSource();
using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
return await RelayconfCommandLine.RunAsync(args, Terminal.OfProcess(), stop.Token);

// The first signal ends the run in order, with what there is; the second ends the process with everything it started.
void Stop(PosixSignalContext signal)
{
    signal.Cancel = true;
    if (stop.IsCancellationRequested)
    {
        LiveProcesses.KillAll();
        Environment.Exit(ExitCodes.Cancelled);
    }

    Console.Error.WriteLine("Stopping; again to end at once.");
    stop.Cancel();
}
