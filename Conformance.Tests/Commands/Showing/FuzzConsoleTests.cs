using Conformance.Commands.Showing;
using Conformance.Fuzzing;
using Conformance.Fuzzing.Requesting;
using NUnit.Framework;

namespace Conformance.Tests.Commands.Showing;

/// <summary>The console of <c>fuzz</c>: failing requests with their seed, their file and a command that sends one again.</summary>
internal sealed class FuzzConsoleTests
{
    private readonly StringWriter _out = new();

    [Test]
    public void A_failing_request_is_shown_with_its_seed_and_file()
    {
        Console().ReportFailure(Failure(57, RequestFault.ServerError, times: 1));

        Assert.That(_out.ToString(), Is.EqualTo("""
            request 57 of seed 7 fails: server error
              POST /v1/responses: The answer has status 500: Oops
              out/requests/s7-57.http

            """));
    }

    [Test]
    public void The_end_lists_the_most_frequent_failure_first_and_how_to_send_it_again()
    {
        Console().ShowEnd(
            new RequestEnd(300, [Failure(2, RequestFault.Hangs, times: 1), Failure(57, RequestFault.ServerError, times: 12)])
            {
                Unsteady = 1,
            },
            isCancelled: false);

        Assert.That(_out.ToString(), Is.EqualTo("""
            300 requests, 2 different failures
            not counted, because they did not occur again: 1
                12  server error    POST /v1/responses  out/requests/s7-57.http
                 1  no end in time  POST /v1/responses  out/requests/s7-2.http
            to send one again, add the options that name the relay to:
            relayconf fuzz --seed 7 --first 57 --max-cases 0 --requests 1

            """));
    }

    private FuzzConsole Console() => new(
        new Terminal { Out = _out, Error = TextWriter.Null, Directory = "/runs" },
        new FuzzSettings { Seed = 7, MaxTime = TimeSpan.MaxValue, Jobs = 1 });

    private static RequestFailure Failure(long number, string kind, int times) => new(
        number, "POST /v1/responses", new RequestFault(kind, "The answer has status 500: Oops"), $"/runs/out/requests/s7-{number}.http")
    {
        Times = times,
    };
}
