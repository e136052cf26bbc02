using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;
using Conformance.Gating;
using Conformance.Running;
using Conformance.Running.Features;
using Conformance.Running.Relays;
using Conformance.Tests.Recording;
using Conformance.Tests.Support;
using NUnit.Framework;

namespace Conformance.Tests.EndToEnd;

/// <summary>
/// Relays that do not lead to the mock, that demand something, that lose the correlation, or that die: exit codes and words of the command
/// line.
/// </summary>
[CancelAfter(180_000)]
[Platform("Linux,MacOsX", Reason = "The relays of these tests are started by shell commands.")]
internal sealed partial class WiringProcessTests
{
    private const string Key = "k-acme-0123456789abcdef";

    private string _folder = "";

    [SetUp]
    public void MakeFolder() => _folder = Directory.CreateTempSubdirectory("relayconf").FullName;

    [TearDown]
    public void RemoveFolder() => Directory.Delete(_folder, recursive: true);

    [TestCase(
        "HTTP/1.1 502 Bad Gateway\r\nContent-Type: application/json\r\n",
        """{"error":{"message":"connect ECONNREFUSED 10.0.0.7:443","type":"server_error"}}""",
        @"returned 502 \(""connect ECONNREFUSED 10\.0\.0\.7:443""\), and nothing reached the mock upstream at "
            + @"http://127\.0\.0\.1:\d+/v1: set the relay's upstream base URL to that address \(--mock-port changes its port\)\.")]
    [TestCase(
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n",
        """{"object":"response","output":[]}""",
        @"returned 200, and nothing reached the mock upstream at http://127\.0\.0\.1:\d+/v1: set ")]
    [TestCase(
        "HTTP/1.1 401 Unauthorized\r\nContent-Type: application/json\r\n",
        """{"error":"Missing API key."}""",
        @"returned 401 \(""Missing API key""\): the relay requires credentials; give its API key with --api-key, "
            + "or in the variable RELAYCONF_API_KEY")]
    [TestCase(
        "HTTP/1.1 404 Not Found\r\nContent-Type: text/plain\r\n",
        "404 page not found",
        @"returned 404 \(""404 page not found""\): give the path of the relay's responses endpoint with --path\.")]
    [TestCase(
        "HTTP/1.1 405 Method Not Allowed\r\nContent-Type: text/plain\r\n",
        "",
        @"returned 405: give the path of the relay's responses endpoint with --path\.")]
    [TestCase(
        "HTTP/1.1 404 Not Found\r\nContent-Type: application/json\r\n",
        """{"error":{"message":"The model 'rc-preflight.model' does not exist","code":"model_not_found"}}""",
        @"returned 404 \(""The model 'rc-preflight\.model' does not exist""\): the relay does not know the model "
            + @"'rc-preflight\.model'; give one that it supports with --model-map NAME=UPSTREAM_NAME\.")]
    [TestCase(
        "HTTP/1.1 308 Permanent Redirect\r\nLocation: https://relay.example/v2/responses?key=abc\r\n",
        "",
        @"returned 308, which redirects to https://relay\.example/v2/responses: give the address that it redirects to with --url\.")]
    public async Task A_relay_that_does_not_lead_to_the_mock_exits_with_3_and_one_sentence(
        string head, string body, string sentence, CancellationToken cancellationToken)
    {
        await using var relay = new RawServer(connection => connection.SendAsync($"{head}Content-Length: {body.Length}\r\n\r\n{body}"));

        var ran = await Shell.RelayconfAsync([
            "run",
            "--url",
            relay.Url.ToString(),
            "--mock-port",
            $"{FreePort.Find()}",
            "--run",
            "text/plain",
            "--run",
            "text/content-null",
            "--out",
            _folder,
        ], cancellationToken);

        Assert.Multiple(() =>
        {
            Assert.That(ran.ExitCode, Is.EqualTo(3), ran.Output + ran.Error);
            Assert.That(ran.Error.TrimEnd('\n'), Does.Match("^POST " + Regex.Escape(relay.Url.ToString()) + "v1/responses "
                + sentence).And.Not.Contain("\n"));
            Assert.That(ran.Output, Does.Contain("0 right, 0 wrong, 2 did not run"));
            Assert.That(
                Cases().Select(line => line.GetProperty("verdict").GetString()), Is.EqualTo(new[] { "did_not_run", "did_not_run" }));
            Assert.That(Cases().Select(line => line.GetProperty("reason").GetString()), Has.All.EqualTo(ran.Error.TrimEnd('\n')));
        });
    }

    [Test]
    public async Task A_relay_that_passes_requests_on_instead_of_translating_them_is_named(CancellationToken cancellationToken)
    {
        var port = FreePort.Find();
        using var client = new HttpClient();
        await using var relay = new RawServer(async connection =>
        {
            using var answer = await client.PostAsync(
                new Uri($"http://127.0.0.1:{port}/v1/responses"), new StringContent("{}"), connection.Stopped);
            var body = await answer.Content.ReadAsStringAsync(connection.Stopped);
            await connection.SendAsync(
                $"HTTP/1.1 404 Not Found\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n{body}");
        });

        var ran = await Shell.RelayconfAsync(
            ["run", "--url", relay.Url.ToString(), "--mock-port", $"{port}", "--run", "text/plain", "--out", _folder], cancellationToken);

        Assert.That((ran.ExitCode, ran.Error), Is.EqualTo((3, ran.Error)));
        Assert.That(ran.Error, Does.Contain(
            $"the mock upstream at http://127.0.0.1:{port}/v1 received POST /v1/responses but serves only POST …/chat/completions"));
    }

    [Test]
    public async Task A_relay_that_demands_a_key_is_judged_once_it_gets_it_and_the_key_is_kept_nowhere(CancellationToken cancellationToken)
    {
        File.WriteAllText(Path.Combine(_folder, "keys"), Key + "\n");
        string[] run =
        [
            "run",
            "--command",
            Relay($"--upstream {{UPSTREAM_URL}} --client-keys '{_folder}/keys'"),
            "--run",
            "text/plain",
            "--out",
            Path.Combine(_folder, "out"),
        ];

        var without = await Shell.RelayconfAsync(run, cancellationToken);
        var wrong = await Shell.RelayconfAsync([.. run, "--api-key", "k-wrong-0123456789"], cancellationToken);
        var option = await Shell.RelayconfAsync([.. run, "-v", "--api-key", Key], cancellationToken);
        var variable = await Shell.RelayconfAsync(run, cancellationToken, KeyValuePair.Create("RELAYCONF_API_KEY", (string?)Key));

        Assert.Multiple(() =>
        {
            Assert.That((without.ExitCode, wrong.ExitCode, option.ExitCode, variable.ExitCode), Is.EqualTo((3, 3, 0, 0)), without.Error
                + wrong.Error
                + option.Output
                + option.Error
                + variable.Output);
            Assert.That(without.Error, Does.Contain("returned 401").And.Contain("give its API key with --api-key"));
            Assert.That(wrong.Error, Does.Contain("the relay rejects the API key that was given").And.Not.Contain("k-wrong"));
            Assert.That(option.Output + option.Error + variable.Output, Does.Not.Contain(Key));
            Assert.That(Directory.EnumerateFiles(
                Path.Combine(_folder, "out"),
                "*",
                SearchOption.AllDirectories).Where(file => File.ReadAllText(file).Contains(Key, StringComparison.Ordinal)), Is.Empty);
            Assert.That(
                Info().GetProperty("command").GetString(), Does.Not.Contain("--api-key"), "the last run had its key from the environment");
        });
    }

    [Test]
    public async Task A_relay_that_maps_models_is_told_apart_by_the_key(CancellationToken cancellationToken)
    {
        var ran = await Shell.RelayconfAsync(
            ["run", "--command", Mapping(ownKey: false), "--run", "text/plain", "--run", "tools/args-split-missing-ids", "--out", _folder],
            cancellationToken);

        Assert.Multiple(() =>
        {
            Assert.That(ran.ExitCode, Is.Zero, ran.Output + ran.Error);
            Assert.That(
                Unwrapped(ran.Output),
                Does.Contain("does not reach the upstream, which receives 'llama-3'; requests are matched to their cases by the API key."));
            Assert.That(Info().GetProperty("notes")[0].GetString(), Does.EndWith("requests are matched to their cases by the API key."));
            Assert.That(ran.Output, Does.Contain("2 right, 0 wrong"));
        });
    }

    [Test]
    public async Task A_relay_that_maps_models_and_has_a_key_of_its_own_is_told_apart_by_a_marker_that_is_not_judged(
        CancellationToken cancellationToken)
    {
        var ran = await Shell.RelayconfAsync(
            [
                "run",
                "--command",
                Mapping(ownKey: true),
                "--run",
                "text/plain",
                "--run",
                "turns/tool-loop",
                "--run",
                "request/conversation",
                "--out",
                _folder,
            ], cancellationToken);

        Assert.Multiple(() =>
        {
            Assert.That(ran.ExitCode, Is.Zero, ran.Output + ran.Error);
            Assert.That(Unwrapped(ran.Output), Does.Contain("requests are matched to their cases by a marker in the user text."));
            Assert.That(ran.Output, Does.Contain("3 right, 0 wrong"));
        });
    }

    [Test]
    public async Task A_relay_that_knows_few_models_is_asked_for_one_of_them(CancellationToken cancellationToken)
    {
        var file = Path.Combine(_folder, "few.yaml");
        var relay =
            $"printf '%s' '{{\"upstreams\":{{\"one\":{{\"base_url\":\"{{UPSTREAM_URL}}\"}},"
                + $"\"two\":{{\"base_url\":\"{{UPSTREAM_URL}}\"}}}},\"models\":{{\"gpt-5\":{{\"upstream\":\"one\","
                + $"\"model\":\"llama-3\"}}}}}}' > '{file}'; "
                + Relay($"--config '{file}'");

        var without = await Shell.RelayconfAsync(["run", "--command", relay, "--run", "text/plain", "--out", _folder], cancellationToken);
        var mapped = await Shell.RelayconfAsync(
            ["run", "--command", relay, "--model-map", "gpt-5=llama-3", "--run", "text/plain", "--out", _folder], cancellationToken);

        Assert.Multiple(() =>
        {
            Assert.That((without.ExitCode, mapped.ExitCode), Is.EqualTo((3, 0)), without.Error + mapped.Output + mapped.Error);
            Assert.That(without.Error, Does.Contain(
                "the relay does not know the model 'rc-preflight.model'; give one that it supports with --model-map NAME=UPSTREAM_NAME."));
            Assert.That(
                Unwrapped(mapped.Output), Does.Contain("The relay maps models; requests are matched to their cases by the API key."));
        });
    }

    [Test]
    public async Task A_relay_that_crashes_on_the_40th_request_is_named_with_the_cases_on_the_wire_and_no_case_is_blamed(
        CancellationToken cancellationToken)
    {
        var ran = await RunDyingAsync((number, _) => number == 40, ["--run", "text/**", "--run", "usage/**"], cancellationToken);

        var died = Lines("rule").Single(line => line.GetProperty("id").GetString() == "relay-died");
        Assert.Multiple(() =>
        {
            Assert.That(ran.ExitCode, Is.EqualTo(1), ran.Output + ran.Error);
            Assert.That(
                Unwrapped(ran.Output),
                Does.Match(
                    @"The relay exited \(exit code 137\)\. The cases in progress, including [a-z/-]+, "
                        + @"are run again one at a time at the end\."));
            Assert.That(died.GetProperty("fails").GetBoolean(), Is.True);
            Assert.That(
                died.GetProperty("first").GetProperty("finding").GetProperty("message").GetString(),
                Does.Match("The relay exited once. Cases in progress: .*none of them makes it exit"));
            Assert.That(died.GetProperty("cases").GetArrayLength(), Is.GreaterThan(0));
            Assert.That(
                Cases().Where(line => line.GetProperty("verdict").GetString() is "failed" or "did_not_run" or "harness_error"), Is.Empty);
            Assert.That(
                Cases().Where(line => line.GetProperty("attempts").GetInt32() == 2).Select(line => line.GetProperty("id").GetString()),
                Is.EqualTo(died.GetProperty("cases").EnumerateArray().Select(id => id.GetString())));
        });
    }

    [Test]
    public async Task The_case_that_ends_the_relay_is_found_among_those_on_the_wire(CancellationToken cancellationToken)
    {
        var ran = await RunDyingAsync(
            (_, text) => text.Contains("rc-text.plain\"", StringComparison.Ordinal), ["--run", "text/**"], cancellationToken);

        var failed = Cases().Where(line => line.GetProperty("verdict").GetString() == "failed").ToList();
        Assert.Multiple(() =>
        {
            Assert.That(ran.ExitCode, Is.EqualTo(1), ran.Output + ran.Error);
            Assert.That(
                failed.Select(line => (line.GetProperty("id").GetString(), line.GetProperty("attempts").GetInt32())),
                Is.EqualTo(new[] { ("text/plain", 2) }));
            Assert.That(failed[0].GetProperty("findings")[0].GetProperty("check").GetString(), Is.EqualTo("relay-died"));
            Assert.That(Verdicts(), Has.None.EqualTo("did_not_run"));
            Assert.That(ran.Output, Does.Contain("Run alone on a new relay, text/plain makes it exit.").Or.Contain("check=relay-died"));
        });
    }

    [Test]
    public async Task A_relay_that_dies_again_and_again_leaves_the_rest_not_run(CancellationToken cancellationToken)
    {
        const int lives = 2 + 1;
        var ran = await RunDyingAsync(
            (number, _) => number > 1, ["--run", "text/**", "--jobs", "1", "--max-restarts", "2"], cancellationToken);

        var rest = Cases().Where(line => line.GetProperty("verdict").GetString() == "did_not_run").ToList();
        Assert.Multiple(() =>
        {
            Assert.That(ran.ExitCode, Is.EqualTo(1), ran.Output + ran.Error);
            Assert.That(Verdicts().Count(verdict => verdict == "failed"), Is.EqualTo(lives), "a first life and one for each restart");
            Assert.That(rest, Has.Count.EqualTo(Cases().Count - lives - Verdicts().Count(verdict => verdict == "not_applicable")));
            Assert.That(rest[0].GetProperty("reason").GetString(), Is.EqualTo(
                "The relay exited, was restarted 2 times, and exited each time (exit code 137); increase --max-restarts to allow more."));
            Assert.That(Unwrapped(ran.Output), Does.Contain("increase --max-restarts to allow more. The remaining cases do not run."));
        });
    }

    [Test]
    public async Task A_relay_that_dies_of_generated_cases_fails_and_ends_the_run(CancellationToken cancellationToken)
    {
        var ran = await PlayDyingAsync(
            (number, _) => number > 10, ["fuzz", "--max-cases", "500", "--jobs", "2", "--max-restarts", "1"], cancellationToken);

        Assert.Multiple(() =>
        {
            Assert.That(ran.ExitCode, Is.EqualTo(1), ran.Output + ran.Error);
            Assert.That(
                ran.Output,
                Does.Match(@"case \d+ of seed 1 fails: relay-died").And.Match(@"\n\d\d? cases, \d+ plays, [1-9]\d* different failures\n"));
            Assert.That(
                Unwrapped(ran.Error),
                Does.Contain("The relay exited, was restarted 1 time, and exited each time (exit code 137); increase --max-restarts"));
            Assert.That(ran.Output, Does.Not.Match(@"\d requests,"), "Nothing is sent to a relay that is gone.");
        });
    }

    [Test]
    public async Task A_relay_that_dies_of_generated_requests_fails_with_the_request(CancellationToken cancellationToken)
    {
        var ran = await PlayDyingAsync(
            (number, _) => number > 5,
            ["fuzz", "--max-cases", "0", "--requests", "200", "--jobs", "2", "--max-restarts", "1"],
            cancellationToken);

        Assert.Multiple(() =>
        {
            Assert.That(ran.ExitCode, Is.EqualTo(1), ran.Output + ran.Error);
            Assert.That(ran.Output, Does.Match(@"request \d+ of seed 1 fails: ").And.Contain("The relay process exited"));
        });
    }

    [Test]
    public async Task A_relay_by_URL_that_goes_away_exits_with_3_and_blames_no_case(CancellationToken cancellationToken)
    {
        var port = FreePort.Find();
        var pid = Path.Combine(_folder, "pid");
        await using var upstream = new KillingUpstream(pid, () => port, (number, _) => number == 5);
        await using var relay = await RelayProgram.StartAsync(["--upstream", $"http://127.0.0.1:{upstream.Port}/v1"], cancellationToken);
        File.WriteAllText(pid, $"{relay.Id}");

        var ran = await Shell.RelayconfAsync(
            ["run", "--url", relay.Url.ToString(), "--mock-port", $"{port}", "--run", "text/**", "--out", Path.Combine(_folder, "out")],
            cancellationToken);

        Assert.Multiple(() =>
        {
            Assert.That(ran.ExitCode, Is.EqualTo(3), ran.Output + ran.Error);
            Assert.That(ran.Error, Does.Match(
                @"^The relay at http://127\.0\.0\.1:\d+/ stopped answering during the run: .+; cases in progress: text/.+\.\n$"));
            Assert.That(Verdicts(), Has.None.EqualTo("failed").And.Some.EqualTo("did_not_run"));
        });
    }

    [Test]
    public async Task The_repro_line_repeats_every_option_that_matters(CancellationToken cancellationToken)
    {
        var ran = await Shell.RelayconfAsync(
            [
                "run", "--relay", "acme", "--command", Mapping(ownKey: false), "--ready", "GET /health 200", "--header", "x-team: a b",
                "--header", "x-team-token: abc", "--path", "/v1/responses",
                "--model-map", "*=llama-3", "--dialect", "open-responses", "--lacks", "state,retries", "--timeout", "7s", "--mock-port",
                "0", "--fail-on", "must", "--run", "text/plain", "--out", _folder,
            ],
            cancellationToken);
        var repro = Cases()[0].GetProperty("repro").GetString()!;
        var again = new ProcessStartInfo("/bin/sh", [
            "-c",
            repro.Replace("./relayconf", $"dotnet '{Shell.Program}'", StringComparison.Ordinal) + $" --out '{_folder}'",
        ]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Repository.Root };
        again.Environment["RELAYCONF_API_KEY"] = "abc";

        var pasted = await Shell.ToTheEndAsync(again, static (_, _) => { }, cancellationToken);

        Assert.Multiple(() =>
        {
            Assert.That(ran.ExitCode, Is.Zero, ran.Output + ran.Error);
            Assert.That(repro, Does.Contain("--relay acme --command").And.Contain("--ready 'GET /health 200'").And.Contain(
                "--header 'x-team: a b' --header \"x-team-token: $RELAYCONF_API_KEY\" --path /v1/responses --model-map '*=llama-3'"));
            Assert.That(
                repro,
                Does.EndWith("--dialect open-responses --lacks state,retries --fail-on must --timeout 7s --mock-port 0 --run text/plain"));
            Assert.That((pasted.ExitCode, Unwrapped(pasted.Output)), Is.EqualTo((0, Unwrapped(pasted.Output))), pasted.Error);
            Assert.That(pasted.Output, Does.Contain("1 right, 0 wrong"));
        });
    }

    [Test]
    public async Task The_doctor_finds_out_what_a_relay_has_and_lacks_and_how_to_declare_it(CancellationToken cancellationToken)
    {
        // A relay that hides reasoning and asks nothing again.
        var relay = Relay("--upstream {UPSTREAM_URL} --set reasoning_out=hidden --retry-max 0");

        var ran = await Shell.RelayconfAsync(["doctor", "--relay", "acme", "--command", relay, "--timeout", "10s"], cancellationToken);

        var (relays, problems) = RelayFileReader.Read(
            "relays.yaml",
            ran.Output.Split("In relays.yaml:\n")[^1],
            RelayFeatures.All,
            static probe => ReadyProbe.Parse(probe) is not null);
        Assert.Multiple(() =>
        {
            Assert.That(ran.ExitCode, Is.Zero, ran.Output + ran.Error);
            Assert.That(problems, Is.Empty);
            Assert.That(relays.Select(static entry => entry.Name), Is.EqualTo(new[] { "acme" }));
            Assert.That(ran.Output, Does.Match(@"correlation +model\n").And.Match(@"streaming +incremental\n"));
            Assert.That(ran.Output, Does.Match(@"non-stream +present +one JSON body\n").And
                .Match(@"custom-tools +present").And
                .Match(@"turn-state +present +in both directions"));
            Assert.That(ran.Output, Does.Match(@"reasoning +lacking").And
                .Match(@"retries +lacking +one request only").And
                .Match(@"state +present").And
                .Match(@"keep-alive +unknown"));
            Assert.That(
                ran.Output,
                Does.Match(@"--lacks reasoning,([a-z-]+,)*retries").And.Not.Match("--lacks [a-z,-]*(state|non-stream|keep-alive)"));
            Assert.That(
                ran.Output,
                Does.Contain("In relays.yaml:\n  - name: acme\n    command: \"exec dotnet").And
                    .Match(@"lacks: \[reasoning, .*retries.*\]"));
        });
    }

    [Test]
    public async Task The_doctor_exits_with_3_for_a_relay_that_does_not_lead_to_the_mock(CancellationToken cancellationToken)
    {
        await using var relay = new RawServer(connection => connection.SendAsync("HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n"));

        var ran = await Shell.RelayconfAsync(
            ["doctor", "--url", relay.Url.ToString(), "--mock-port", $"{FreePort.Find()}"], cancellationToken);

        Assert.That(
            (ran.ExitCode, ran.Error),
            Is.EqualTo((3, $"POST {relay.Url}v1/responses returned 401: the relay requires credentials; give its API key with "
                + $"--api-key, or in the variable RELAYCONF_API_KEY, or give another header with --header 'Name: value'.\n")));
    }

    [Test]
    public async Task An_interrupt_is_answered_at_once_and_leaves_no_relay_behind(
        [Values(1, 2)] int interrupts, CancellationToken cancellationToken)
    {
        var pid = Path.Combine(_folder, "pid");
        var relay = $"sleep 1000 & echo $! > '{pid}.child'; echo $$ > '{pid}'; {Relay("--upstream {UPSTREAM_URL}")[5..]}";
        var sent = false;

        var ran = await Shell.RelayconfAsync(
            ["run", "-v", "--jobs", "1", "--command", relay, "--out", Path.Combine(_folder, "out")],
            (process, line) =>
            {
                if (!sent && line.Contains("arguments/", StringComparison.Ordinal))
                {
                    sent = true;
                    using var kill = Process.Start(
                        "/bin/sh", ["-c", string.Join(';', Enumerable.Repeat($"kill -INT {process.Id}", interrupts))]);
                    kill.WaitForExit();
                }
            },
            cancellationToken);

        Assert.Multiple(() =>
        {
            Assert.That(ran.ExitCode, Is.EqualTo(130), ran.Output + ran.Error);
            Assert.That(ran.Error, Does.StartWith("Stopping; again to end at once.\n"));
        });
        await GoneAsync(pid, cancellationToken);
        await GoneAsync(pid + ".child", cancellationToken);
    }

    private Task<ShellResult> RunDyingAsync(Func<int, string, bool> kills, string[] selection, CancellationToken cancellationToken) =>
        PlayDyingAsync(kills, ["run", "--vary", "off", .. selection], cancellationToken);

    private Task<ShellResult> PlayDyingAsync(Func<int, string, bool> kills, string[] words, CancellationToken cancellationToken)
    {
        var port = FreePort.Find();
        var pid = Path.Combine(_folder, "pid");
        var upstream = new KillingUpstream(pid, () => port, kills);
        var command = $"echo $$ > '{pid}'; " + Relay($"--upstream http://127.0.0.1:{upstream.Port}/v1");
        return WithAsync(upstream, () => Shell.RelayconfAsync(
            [.. words, "--command", command, "--mock-port", $"{port}", "--out", Path.Combine(_folder, "out")],
            cancellationToken));
    }

    private static async Task<ShellResult> WithAsync(KillingUpstream upstream, Func<Task<ShellResult>> run)
    {
        await using (upstream)
        {
            return await run();
        }
    }

    /// <summary>The bundled relay as a relay that this program does not know.</summary>
    private static string Relay(string arguments) =>
        $"exec dotnet '{RelayProgram.Program}' --port {{PORT}} --log-level warning {arguments}";

    /// <summary>One that asks its upstream for llama-3, whatever the client names.</summary>
    private string Mapping(bool ownKey)
    {
        var file = Path.Combine(_folder, "mapping.yaml");
        var key = ownKey ? ",\"api_key\":\"upstream-key\"" : "";
        return $"printf '%s' '{{\"upstreams\":{{\"one\":{{\"base_url\":\"{{UPSTREAM_URL}}\"{key}}}}},"
            + $"\"models\":{{\"*\":{{\"upstream\":\"one\",\"model\":\"llama-3\"}}}}}}' > '{file}'; " + Relay($"--config '{file}'");
    }

    private List<JsonElement> Lines(string kind)
    {
        var latest = Directory.EnumerateFiles(_folder, "results.jsonl", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal)
            .Last(static file => !file.Contains("latest", StringComparison.Ordinal));
        return [.. File.ReadAllLines(latest)
            .Select(static line => JsonElement.Parse(line))
            .Where(line => line.GetProperty("kind").GetString() == kind)];
    }

    private List<JsonElement> Cases() => Lines("case");

    private JsonElement Info() => Lines("run").Single();

    private List<string> Verdicts() => [.. Cases().Select(static line => line.GetProperty("verdict").GetString()!)];

    private static string Unwrapped(string text) => Spaces().Replace(text, " ");

    /// <summary>Completes when the process has gone; the test's bound is for one that stays.</summary>
    private static async Task GoneAsync(string pidFile, CancellationToken cancellationToken)
    {
        try
        {
            using var process = Process.GetProcessById(int.Parse(await File.ReadAllTextAsync(pidFile, cancellationToken)));
            await process.WaitForExitAsync(cancellationToken);
        }
        catch (ArgumentException)
        {
            // It had gone before it was looked for.
        }
    }

    [GeneratedRegex(@"\s+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Spaces();
}
