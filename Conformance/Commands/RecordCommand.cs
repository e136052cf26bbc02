using System.CommandLine;
using System.Globalization;
using System.Net;
using Conformance.Capturing;
using Conformance.Commands.Options;
using Conformance.Commands.Showing;
using Conformance.Results;
using Conformance.Running;
using Conformance.Scripting;
using Scenarios.Reading.Vocabularies;

namespace Conformance.Commands;

/// <summary><c>record</c>: stands between a client and a vendor and writes each exchange as a scenario.</summary>
internal static class RecordCommand
{
    private const int UsualPort = 9100;

    public static Command Create(Terminal terminal)
    {
        var vendor = new VendorOptions();
        var port = Numbers.CreateOption("--port", $"The port to listen on; 0 for any free port. Default: {UsualPort}.", "PORT", 0, 65_535);
        var listen = new Option<string>("--listen")
        {
            Description = "The address to listen on. Default: 127.0.0.1, reachable from this machine only.",
            HelpName = "ADDRESS",
            DefaultValueFactory = static _ => "127.0.0.1",
        };
        var command = new Command("record", "Forward traffic between a client and a vendor, and save each chat exchange as a scenario.")
        {
            port,
            listen,
        };
        vendor.AddTo(command);
        HelpWithExamples.Add(command, """
            relayconf record --to https://api.example.com/v1 --out Scenarios/recorded
            relayconf record --to https://api.example.com --out acme --redact text

            Point the client at http://127.0.0.1:9100/v1. Ctrl-C ends the recording.
            Credentials are redacted before anything is written; request headers
            are never written. If a recording cannot be written, traffic continues.
            Exit codes: 0 ended, 2 invalid usage, 3 the port is in use.
            """);
        command.SetAction((parsed, cancellationToken) => RecordAsync(parsed, vendor, parsed.GetValue(port)
            ?? UsualPort, parsed.GetValue(listen)!, terminal, cancellationToken));
        return command;
    }

    private static async Task<int> RecordAsync(
        ParseResult parsed, VendorOptions options, int port, string listen, Terminal terminal, CancellationToken cancellationToken)
    {
        if (!IPAddress.TryParse(listen, out _))
        {
            throw new UsageException($"--listen: expected an IP address, such as 127.0.0.1, received '{listen}'.");
        }

        var to = options.ReadAddress(parsed);
        var (vocabulary, problems) = VocabularyReader.Load(ScenarioFolder.Find(parsed, terminal));
        if (problems.Count > 0)
        {
            throw new FileProblemsException(problems);
        }

        var vendor = options.ReadVendor(parsed, vocabulary.Vendors.Keys);
        var trouble = new TroubleReporter(sentence => terminal.Error.WriteLine(Secrets.Mask(sentence)));
        var folder = new RecordingFolder(options.ReadFolder(parsed, terminal));
        var desk = new RecordingWriter(
            new ScenarioComposer(vocabulary, options.RedactsText(parsed)), folder, new VendorAddress(to).Shown, vendor, terminal, trouble);
        await using (var queue = new RecordingQueue(desk.Write, sentence => trouble.Report(sentence)))
        {
            await PassOnAsync(new CapturingOptions
            {
                To = to,
                Port = port,
                Address = listen,
                Time = terminal.Time,
                OnExchange = queue.Add,
                OnTrouble = sentence => trouble.Report(sentence),
            }, terminal, cancellationToken);
        }

        terminal.Out.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{desk.Written} recorded{(desk.Lost > 0 ? $", {desk.Lost} could not be written" : "")}"));
        if (desk.Written > 0)
        {
            terminal.Out.WriteLine($"  relayconf lint --scenarios {Path.GetRelativePath(terminal.Directory, folder.Catalog)}");
        }

        return ExitCodes.AsExpected;
    }

    private static async Task PassOnAsync(CapturingOptions options, Terminal terminal, CancellationToken cancellationToken)
    {
        await using var proxy = await CapturingProxy.StartAsync(options, cancellationToken);
        terminal.Out.WriteLine($"Listening on {proxy.Url.GetLeftPart(UriPartial.Authority)}; forwarding "
            + $"to {new VendorAddress(options.To).Shown}. Ctrl-C ends the recording.");
        await Task.Delay(Timeout.InfiniteTimeSpan, terminal.Time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
