using Conformance.Commands;
using Conformance.Commands.Options;
using Conformance.Commands.Showing;
using NUnit.Framework;
using Scenarios.Words;

namespace Conformance.Tests.Commands;

[CancelAfter(60_000)]
internal sealed class RelayconfCommandLineTests
{
    private readonly StringWriter _out = new();
    private readonly StringWriter _error = new();

    [TestCase("run")]
    [TestCase("list")]
    [TestCase("show")]
    [TestCase("lint")]
    [TestCase("new")]
    [TestCase("accept")]
    [TestCase("serve")]
    [TestCase("report")]
    [TestCase("diff")]
    [TestCase("merge")]
    [TestCase("known")]
    [TestCase("schema")]
    [TestCase("checks")]
    [TestCase("explain")]
    [TestCase("check")]
    [TestCase("vendors")]
    [TestCase("clients")]
    [TestCase("matrix")]
    [TestCase("doctor")]
    [TestCase("record")]
    [TestCase("classify")]
    [TestCase("probe")]
    [TestCase("fuzz")]
    [TestCase("shrink")]
    public async Task Every_verb_explains_itself_with_an_example_in_80_columns(string verb)
    {
        var code = await RunAsync(verb, "--help");

        Assert.Multiple(() =>
        {
            Assert.That(code, Is.Zero);
            Assert.That(_out.ToString(), Does.Contain("Usage:").And.Contain("Examples:\n  relayconf " + verb));
            Assert.That(_out.ToString().Split('\n').Select(line => line.TrimEnd().Length), Is.All.LessThanOrEqualTo(80));
            Assert.That(_error.ToString(), Is.Empty);
        });
    }

    [Test]
    public async Task The_help_of_the_whole_names_the_exit_codes()
    {
        var code = await RunAsync("--help");

        Assert.That((code, _out.ToString()), Is.EqualTo((0, _out.ToString())));
        Assert.That(_out.ToString(), Does.Contain("Exit codes: 0 as expected").And.Contain("130 cancelled"));
    }

    [TestCase("run --jobz", "Did you mean --jobs?")]
    [TestCase("run --jobs 0", "--jobs: expected a number from 1 to 1000, received '0'.")]
    [TestCase("run --jobs many", "--jobs: expected a number from 1 to 1000, received 'many'.")]
    [TestCase("run --timeout soon", "--timeout: expected a time such as 200ms, 10s or 2m, received 'soon'.")]
    [TestCase("run --level high", "--level: expected must, should, may, info, received 'high'.")]
    [TestCase("run --mock-port 70000", "--mock-port: expected a number from 0 to 65535, received '70000'.")]
    [TestCase("run --lacks state,stat", "'stat' is not a feature of a relay (--lacks); did you mean state")]
    [TestCase("run --max-restarts no", "--max-restarts: expected a number from 0 to 100000, received 'no'.")]
    [TestCase("rum", "Did you mean run?")]
    [TestCase("show", "show")]
    [TestCase("schema cases", "cases")]
    [TestCase("run --relay acme", "The relay 'acme' has no address.")]
    [TestCase("run --relay acme=", "--relay: expected NAME=URL")]
    [TestCase("run --relay acme=ftp://host", "'ftp://host' is not an http or https URL.")]
    [TestCase("run --url http://a --relay b=http://b", "give one of them")]
    [TestCase("run --url http://a --command b", "--command and a URL cannot be combined")]
    [TestCase("run --url http://a --ready tcp", "--ready requires --command")]
    [TestCase("run --command a --ready sometime", "--ready: expected tcp")]
    [TestCase("run --url http://a --header sk-0123456789", "--header: expected 'Name: value'")]
    [TestCase("run --url http://a --model-map gpt-5", "--model-map: expected NAME=NAME, such as gpt-5=llama-3, received 'gpt-5'.")]
    [TestCase("doctor --relay acme", "The relay 'acme' has no address.")]
    [TestCase("fuzz --max-cases 0", "There is nothing to do: --max-cases is 0, so --requests must be given.")]
    [TestCase("fuzz --requests many", "--requests: expected a number from 0 to 1000000000, received 'many'.")]
    [TestCase("lint --scenarios /nowhere", "There is no folder '/nowhere'.")]
    [TestCase("new Not/An_Id --scenarios /tmp", "'Not/An_Id' is not a valid id")]
    public async Task A_mistake_is_one_sentence_and_exit_code_2(string line, string sentence)
    {
        var code = await RunAsync(line.Split(' '));

        Assert.Multiple(() =>
        {
            Assert.That(code, Is.EqualTo(2), _error.ToString());
            Assert.That(_error.ToString(), Does.Contain(sentence));
            Assert.That(_error.ToString(), Does.Not.Contain("   at "));
            Assert.That(_out.ToString(), Is.Empty);
        });
    }

    [TestCase("", "A command is missing.\nSee: relayconf --help\n")]
    [TestCase("rum", "Unrecognized command or argument 'rum'. Did you mean run?\nSee: relayconf --help\n")]
    public async Task A_missing_command_and_an_unknown_one_are_told_apart(string line, string message)
    {
        var code = await RunAsync(line.Split(' ', StringSplitOptions.RemoveEmptyEntries));

        Assert.That((code, _error.ToString()), Is.EqualTo((2, message)));
    }

    [Test]
    public async Task A_file_outside_the_folder_of_cases_is_not_called_right()
    {
        var code = await RunAsync(Terminal() with { Directory = Repository.Root }, "lint", "README.md");

        Assert.That((code, _error.ToString()), Is.EqualTo((2, $"'README.md' is not below the folder of cases "
            + $"'{Repository.PathOf("Scenarios")}'; name its folder with --scenarios DIR.\n")));
    }

    [Test]
    public async Task Goldens_are_not_accepted_on_a_build_server()
    {
        var code = await RunAsync(
            Terminal() with { Environment = new Dictionary<string, string> { ["CI"] = "true" } }, "accept", "--yes", "--golden", ".");

        Assert.That((code, _error.ToString()), Is.EqualTo((2, "Golden files cannot be accepted on a build server (CI is set). Accept them "
            + "on a machine where you can review them, and commit them.\n")));
    }

    [TestCase("--lacks state,retries --lacks images", "--lacks state,retries,images")]
    [TestCase("--lacks state", "--lacks state")]
    [TestCase("", "")]
    public void Features_are_taken_and_repeated_as_one_list(string typed, string again)
    {
        var option = WordList.CreateOption("--lacks", "", "FEATURES", "feature", ["state", "retries", "images"]);
        var parsed = new System.CommandLine.Command("run") { option }.Parse(typed);

        Assert.That(parsed.Errors, Is.Empty);
        Assert.That(string.Join(' ', Conformance.Commands.Options.WordList.AsTyped(parsed, option)), Is.EqualTo(again));
    }

    [TestCase("200ms", 0.2)]
    [TestCase("10s", 10)]
    [TestCase("1.5s", 1.5)]
    [TestCase("2m", 120)]
    [TestCase("3", 3)]
    [TestCase("0", 0)]
    public void Times_are_read_as_people_write_them(string text, double seconds)
    {
        Assert.That(Conformance.Commands.Options.Durations.TryParse(text, out var time), Is.True);
        Assert.That(time.TotalSeconds, Is.EqualTo(seconds));
    }

    [TestCase("")]
    [TestCase("s")]
    [TestCase("-1s")]
    [TestCase("10h")]
    [TestCase("1e3")]
    [TestCase("100000")]
    public void Other_times_are_not(string text) => Assert.That(Conformance.Commands.Options.Durations.TryParse(text, out _), Is.False);

    [Test]
    public void The_nearest_words_come_first()
    {
        string[] known = ["tools/args-split", "tools/args-slit", "text/hello", "end/done"];

        Assert.Multiple(() =>
        {
            Assert.That(WordSuggestion.FindAll("tools/arg-split", known), Is.EqualTo(new[] { "tools/args-split", "tools/args-slit" }));
            Assert.That(WordSuggestion.FindAll("hello", known), Is.EqualTo(new[] { "text/hello" }));
            Assert.That(WordSuggestion.FindAll("xyz", known), Is.Empty);
        });
    }

    [Test]
    public void Words_are_quoted_where_a_shell_needs_it() =>
        Assert.That(
            ShellWords.Join(["./relayconf", "--run", "tools/**", "it's", ""]), Is.EqualTo("./relayconf --run 'tools/**' 'it'\\''s' ''"));

    [Test]
    public void The_variable_of_the_key_is_left_for_the_shell_and_nothing_else_is() =>
        Assert.That(
            ShellWords.Join(["--api-key", "$RELAYCONF_API_KEY", "--header", "x-key: \"$RELAYCONF_API_KEY\" $HOME", "$HOME"]),
            Is.EqualTo("--api-key \"$RELAYCONF_API_KEY\" --header \"x-key: \\\"$RELAYCONF_API_KEY\\\" \\$HOME\" '$HOME'"));

    [TestCase("run --api-key k-1", "./relayconf run --api-key \"$RELAYCONF_API_KEY\"")]
    [TestCase("run --api-key=k-1", "./relayconf run \"--api-key=$RELAYCONF_API_KEY\"")]
    [TestCase("run --api-key:k-1", "./relayconf run \"--api-key=$RELAYCONF_API_KEY\"")]
    [TestCase("run --header x-api-key:k-1", "./relayconf run --header \"x-api-key: $RELAYCONF_API_KEY\"")]
    [TestCase("run --header=Cookie:k-1", "./relayconf run \"--header=Cookie: $RELAYCONF_API_KEY\"")]
    [TestCase("run --header x-team:a", "./relayconf run --header x-team:a")]
    [TestCase("run --url http://h/v1?key=k-1&b=2", "./relayconf run --url 'http://h/v1?key=***&b=2'")]
    [TestCase("run --url http://u:k-1@h/v1", "./relayconf run --url 'http://u:***@h/v1'")]
    public void The_recorded_command_has_no_credentials(string typed, string recorded) =>
        Assert.That(MaskedCommand.MaskArguments(typed.Split(' ')), Is.EqualTo(recorded));

    [TestCase("acme --api-key k-1 --port 1", "acme --api-key *** --port 1")]
    [TestCase("acme --upstream-token 'k-1'", "acme --upstream-token '***'")]
    [TestCase("acme --api-key \"$KEY\"", "acme --api-key \"$KEY\"")]
    [TestCase("acme --api-key --port 1", "acme --api-key --port 1")]
    [TestCase("GET /v1?key=k-1&x=2", "GET /v1?key=***&x=2")]
    public void Keys_in_commands_and_addresses_are_masked(string text, string masked) =>
        Assert.That(Conformance.Results.Secrets.Mask(text), Is.EqualTo(masked));

    private Task<int> RunAsync(params string[] args) => RunAsync(Terminal(), args);

    private static Task<int> RunAsync(Terminal terminal, params string[] args) =>
        Conformance.Commands.RelayconfCommandLine.RunAsync(args, terminal, TestContext.CurrentContext.CancellationToken);

    private Terminal Terminal() => new() { Out = _out, Error = _error, Directory = Path.GetTempPath(), ProgramFolder = Path.GetTempPath() };
}
