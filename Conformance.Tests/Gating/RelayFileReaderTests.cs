using Conformance.Gating;
using Conformance.Running.Features;
using Conformance.Running.Relays;
using NUnit.Framework;

namespace Conformance.Tests.Gating;

internal sealed class RelayFileReaderTests
{
    [Test]
    public void A_relay_has_all_its_words()
    {
        var (relays, problems) = Read("""
            - name: acme
              command: acme --port {PORT}
              headers: {X-Team: a, Api-Key: "${ACME_KEY}"}
              api_key_env: ACME_KEY
              env: {DEBUG: 1}
              ready: GET /health 204
              ready_timeout: 90s
              path: /openai/v1/responses
              dialect: open-responses
              lacks: [state, background]
              model_map: {"*": gpt-x}
              known: known/acme.yaml
              golden: goldens
            - name: other
              url: http://localhost:8080
            - name: bundled
            """);

        var acme = relays[0];
        Assert.Multiple(() =>
        {
            Assert.That(problems, Is.Empty);
            Assert.That(relays.Select(relay => relay.Name), Is.EqualTo(new[] { "acme", "other", "bundled" }));
            Assert.That((acme.Command!.Value, acme.Ready!.Value, acme.ReadyTimeout, acme.Path, acme.Dialect), Is.EqualTo(
                ("acme --port {PORT}", "GET /health 204", (TimeSpan?)TimeSpan.FromSeconds(90), "/openai/v1/responses", "open-responses")));
            Assert.That((acme.ApiKeyVariable!.Value, acme.Known, acme.Golden), Is.EqualTo(("ACME_KEY", "known/acme.yaml", "goldens")));
            Assert.That(acme.Lacks, Is.EqualTo(new[] { "state", "background" }));
            Assert.That(acme.ModelMap, Is.EqualTo(new[] { KeyValuePair.Create("*", "gpt-x") }));
            Assert.That(acme.Environment.Single().Value.Value, Is.EqualTo("1"));
            Assert.That(relays[1].Url!.Value, Is.EqualTo("http://localhost:8080"));
        });
    }

    [Test]
    public void Variables_are_put_in_and_missing_ones_have_their_place()
    {
        var acme = Read("- name: acme\n  command: x\n  headers: {Authorization: 'Bearer ${ACME_KEY}', X-Other: '${NOT_SET}'}\n").Relays
            .Single();
        var variables = new RelayVariables(new Dictionary<string, string> { ["ACME_KEY"] = "secret" });

        var headers = variables.Fill(acme.Headers);

        Assert.That(headers[0].Value, Is.EqualTo("Bearer secret"));
        Assert.That(variables.Problems.Single().ToString(), Does.StartWith("relays.yaml:3:").And
            .EndWith("missing-variable the environment variable NOT_SET is not set; set it before the run"));
    }

    [TestCase("- name: acme\n  comand: x", "relays.yaml:2:3: unknown-key", "did you mean 'command'?")]
    [TestCase("- command: x", "relays.yaml:1:3: missing-key", "'name'")]
    [TestCase("- name: acme", "relays.yaml:1:3: no-target", "neither a command nor a url")]
    [TestCase("- name: acme\n  command: x\n  url: http://a", "relays.yaml:3:8: two-targets", "remove one")]
    [TestCase("- name: acme\n  url: ftp://a", "relays.yaml:2:8: bad-url", "http or https")]
    [TestCase("- name: acme\n  url: http://me:hunter2@a", "relays.yaml:2:8: literal-key", "api_key_env")]
    [TestCase("- name: acme\n  url: http://a\n  ready: tcp", "relays.yaml:3:3: not-started", "is already running")]
    [TestCase("- name: acme\n  command: x\n  api_key: hunter2", "relays.yaml:3:3: literal-key", "write api_key_env: NAME")]
    [TestCase("- name: acme\n  command: x\n  api_key_env: sk-hunter2", "relays.yaml:3:16: bad-variable", "not the key itself")]
    [TestCase("- name: acme\n  command: x\n  headers: {authorization: Bearer hunter2}", "relays.yaml:3:28: literal-key", "${NAME}")]
    [TestCase("- name: acme\n  command: x\n  headers: {'a b': c}", "relays.yaml:3:20: bad-header", "not a valid header name")]
    [TestCase("- name: acme\n  command: x\n  headers: {a: \"b\\r\\nc: d\"}", "relays.yaml:3:16: bad-header", "line break")]
    [TestCase("- name: acme\n  command: x\n  lacks: [stat]", "relays.yaml:3:11: unknown-feature", "did you mean 'state'?")]
    [TestCase("- name: acme\n  command: x\n  dialect: openapi", "relays.yaml:3:12: unknown-dialect", "did you mean 'openai'?")]
    [TestCase("- name: acme\n  command: x\n  ready: soon", "relays.yaml:3:10: bad-probe", "GET /path")]
    [TestCase("- name: acme\n  command: x\n  ready_timeout: soon", "relays.yaml:3:18: bad-duration", "ready_timeout")]
    [TestCase("- name: acme\n  command: x\n  path: v1", "relays.yaml:3:9: bad-path", "/v1/responses")]
    [TestCase("- name: a b\n  command: x", "relays.yaml:1:9: bad-name", "is not a valid name")]
    [TestCase("- name: acme\n  command: x\n- name: acme\n  command: y", "relays.yaml:3:3: duplicate-relay", "line 1")]
    [TestCase("- name: acme\n  command: ''", "relays.yaml:2:12: empty-value", "'command' is empty")]
    [TestCase("acme: x", "relays.yaml:1:1: wrong-kind", "expected a list")]
    [TestCase("", "relays.yaml:1:1: empty-file", "expected a list of relays")]
    [TestCase("- name: {", "relays.yaml:2:1: yaml-syntax", "not valid YAML")]
    public void A_mistake_has_its_place_and_what_would_be_right(string text, string place, string words)
    {
        var problems = Read(text).Problems.Select(problem => problem.ToString()).ToList();

        Assert.That(problems, Has.Some.StartsWith(place).And.Some.Contains(words), string.Join('\n', problems));
        Assert.That(problems, Has.None.Contains("hunter2"), "a key is not repeated");
    }

    [Test]
    public void A_literal_key_is_refused_in_one_sentence() =>
        Assert.That(Read("- name: acme\n  command: x\n  api_key: hunter2").Problems, Has.Count.EqualTo(1));

    private static (IReadOnlyList<RelayEntry> Relays, IReadOnlyList<global::Scenarios.Model.ScenarioProblem> Problems) Read(string text) =>
        RelayFileReader.Read("relays.yaml", text, RelayFeatures.All, static probe => ReadyProbe.Parse(probe) is not null);
}
