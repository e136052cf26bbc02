using System.Reflection;
using System.Text.Json;
using NUnit.Framework;
using Scenarios.Describing;
using Scenarios.Model;
using Scenarios.Reading;
using Scenarios.Reading.Nodes;
using Scenarios.Words;
using Scenarios.Yaml;

namespace Scenarios.Tests.Describing;

/// <summary>Editors are told by the schema what the lint would say, so the two must agree.</summary>
public sealed class SchemaTests
{
    private static readonly JsonElement Schema = JsonElement.Parse(ScenarioSchema.Create(Repository.Vocabulary));

    [Test]
    [Category(WrittenPage.Category)]
    public void The_file_is_what_the_tables_make()
    {
        WrittenPage.AssertIs("Scenarios/" + ScenarioSchema.FileName, ScenarioSchema.Create(Repository.Vocabulary));
    }

    [Test]
    public void Every_mapping_of_the_schema_is_one_of_the_reader()
    {
        var tables = typeof(FormatKeys).GetFields(BindingFlags.Public | BindingFlags.Static)
            .Select(field => Named(((KeyTable)field.GetValue(null)!).Names)) // A static field needs no object.
            .Append(Named(StepWords.All.Words.Select(word => word.Name).Except(["flush"]).Concat(StepWords.Modifiers.Names)))
            .Append(Named(EventWords.Expectable));

        var mappings = Mappings(Schema).Select(mapping => Named(mapping.EnumerateObject().Select(property => property.Name)));

        Assert.That(mappings.Distinct(), Is.EquivalentTo(tables));
    }

    private static IEnumerable<TestCaseData> Corpus()
    {
        yield return Case(true, CaseText.WithSteps(
            "text: Hi",
            "{text: a, split: [1, 2], keep: 3, newline: cr}",
            "reasoning: {field: reasoning, text: a}",
            "finish: null",
            "usage: {prompt: 1, in: finish}",
            "done"));
        yield return Case(true, CaseText.WithSteps(
            "tool: {index: null, id: '', args: {a: 1}}",
            "delta: null",
            "error: Overloaded",
            "sse: {id: 7, data: {a: 1}}",
            "bytes: E4 BD",
            "comment: ''",
            "raw: x"));
        yield return Case(true, CaseText.WithSteps(
            "repeat: {times: 2, steps: [burst: [text: a, flush]]}",
            "hold: {event: response.output_text.delta, count: 2}",
            "wait: 1.5s",
            "stall",
            "close: mid-chunk"));
        yield return Case(true, CaseText.WithUpstream("[{status: 429, headers: {retry-after: 1}, body: {error: null}}, {wire: {newline: "
            + "crlf, settle: 1ms, gzip: false, split: chars}, steps: [done: DONE]}]"));
        yield return Case(true, CaseText.WithClient("{ask: Hi, tools: [get_weather, {type: custom}], stream: false, headers: {a: b}, then: "
            + "{hang_up_after: created, read_slowly: 20ms}, request: {temperature: 0.5}}"));
        yield return Case(true, CaseText.WithExpect("{request: [{model: $model}], events: [created, output_text.deltas: Hi, completed: "
            + "{id: $r}], timing: {terminal_after: {step: 3, max: 1s}}, upstream: {requests: 1, aborted: false, gap: {min: 1s}}}"));
        yield return Case(true, CaseText.WithExpect("{final: {status: completed}, upstream: {requests: {min: 1, max: 3}}}"));
        yield return Case(true, CaseText.WithExpect(
            "{final: {status: $string, text: {$match: a}}, or: [{grade: info, because: a, http: {status: 500, body: $any}}]}"));
        yield return Case(true, CaseText.WithSteps("done")
            + "vary: []\nrelay: {preset: codex, set: {a: 1, b: 'off'}}\nseen_in: [openai]\nquirks: [Q01, R12]\nspec: [sse#bom]\n");
        yield return Case(true, CaseText.WithExpect("{final: {}, breaks: [created-first, usage-shape]}") + "relay: {preset: codex}\n");
        yield return Case(false, CaseText.WithExpect("{final: {}, breaks: [created-frist]}") + "relay: {preset: codex}\n");
        yield return Case(
            true,
            CaseText.WithClient("{http: {method: DELETE, path: '/v1/responses/resp_1?a=b', headers: {authorization: Bearer other}}}"));
        yield return Case(
            true, CaseText.WithClient("{http: {method: POST, path: /v1/responses, body: 'no {json'}, then: {read_slowly: 20ms}}"));
        yield return Case(false, CaseText.WithClient("{http: {method: PUT, path: /v1/responses}}"));
        yield return Case(false, CaseText.WithClient("{http: {method: GET, path: v1/responses}}"));
        yield return Case(false, CaseText.WithSteps("finsh: stop"));
        yield return Case(false, CaseText.WithSteps("don"));
        yield return Case(false, CaseText.WithSteps("text: 42"));
        yield return Case(false, CaseText.WithSteps("text: {a: b}"));
        yield return Case(false, CaseText.WithSteps("tool: {index: '0'}"));
        yield return Case(false, CaseText.WithSteps("chunk: null"));
        yield return Case(false, CaseText.WithSteps("bytes: E4 B"));
        yield return Case(false, CaseText.WithSteps("wait: 20"));
        yield return Case(false, CaseText.WithSteps("hold: created_at"));
        yield return Case(false, CaseText.WithSteps("repeat: {times: 0, steps: [done]}"));
        yield return Case(false, CaseText.WithSteps("close: abort"));
        yield return Case(false, CaseText.WithSteps("stall: 1"));
        yield return Case(false, CaseText.WithUpstream("{steps: [], status: 200}"));
        yield return Case(false, CaseText.WithUpstream("{status: 99}"));
        yield return Case(true, CaseText.WithUpstream(
            "{steps: [done], pace: {ttft: 300ms, rate: 50/s, jitter: 20%, seed: 1}, info: [100, 103], trailers: {a: b}}"));
        yield return Case(true, CaseText.WithUpstream(
            "{steps: [stall: 200ms, text: a, 'tcp': \"a\\r\\n\", close: after-response], wire: {settle: sent}, info: 103}"));
        yield return Case(true, CaseText.WithUpstream("{wire: {connection: silent}}"));
        yield return Case(true, CaseText.WithSteps("gate: go")
            .Replace("{ask: Hi}", "{ask: Hi, then: {release: go, after: {event: created, count: 1}}}", StringComparison.Ordinal));
        yield return Case(false, CaseText.WithSteps("gate: Go!"));
        yield return Case(false, CaseText.WithUpstream("{wire: {connection: refuse}}"));
        yield return Case(false, CaseText.WithUpstream("{steps: [done], pace: {rate: 50}}"));
        yield return Case(false, CaseText.WithUpstream("{steps: [done], pace: {rate: 5/s, jitter: 20}}"));
        yield return Case(false, CaseText.WithUpstream("{steps: [done], info: 200}"));
        yield return Case(true, CaseText.WithUpstream("{steps: [done], wire: {gzip: true, br: false}}"));
        yield return Case(false, CaseText.WithUpstream("{steps: [done], wire: {deflate: yes}}"));
        yield return Case(true, CaseText.WithUpstream("{steps: [done], wire: {settle: read}}"));
        yield return Case(false, CaseText.WithUpstream("{steps: [done], wire: {settle: red}}"));
        yield return Case(false, CaseText.WithClient("{ask: 7}"));
        yield return Case(false, CaseText.WithClient("{ask: Hi, tools: [get_wether]}"));
        yield return Case(false, CaseText.WithExpect("{events: [response.created]}"));
        yield return Case(false, CaseText.WithExpect("{events: [{created: {}, completed: {}}]}"));
        yield return Case(false, CaseText.WithExpect("{events: [output_item.added: $fc]}"));
        yield return Case(false, CaseText.WithExpect("{final: {status: done}}"));
        yield return Case(false, CaseText.WithExpect("{final: {}, or: [{grade: amber, because: a, final: {}}]}"));
        yield return Case(false, CaseText.WithExpect("{final: {}, timing: {terminal_after: {step: done}}}"));
        yield return Case(false, CaseText.WithSteps("done") + "tags: [tool]\n");
        yield return Case(true, CaseText.WithSteps("text: Hi", "finish: stop", "done") + "vary: [rechunk, gzip]\n");
        yield return Case(false, CaseText.WithSteps("done") + "vary: [rechunck]\n");
        yield return Case(false, CaseText.WithSteps("done") + "tag: [text]\n");
        yield return Case(false, "schema: relay-scenario/v1\nid: area/name\ntitle: a\nlevel: must\n");
    }

    [TestCaseSource(nameof(Corpus))]
    public void Reader_and_schema_agree(string text, bool isGood)
    {
        var problems = new ProblemLog();
        var root = YamlTree.Read("case.yaml", text, problems)!; // The corpus is YAML throughout.

        Assert.Multiple(() =>
        {
            Assert.That(CaseText.Problems(text).Count == 0, Is.EqualTo(isGood), "the reader");
            Assert.That(new SchemaChecker(Schema).Accepts(NodeJson.ToElement(root)), Is.EqualTo(isGood), "the schema");
        });
    }

    [Test]
    public void Every_case_of_the_repository_fits_the_schema()
    {
        var checker = new SchemaChecker(Schema);
        var misfits = ScenarioCatalog.Load(Repository.Scenarios).Scenarios
            .Where(scenario => !checker.Accepts(NodeJson.ToElement(YamlTree.Read(
                scenario.Id, scenario.Source, new ProblemLog())!))) // It has been read once.
            .Select(scenario => scenario.Id);

        Assert.That(misfits, Is.Empty);
    }

    private static TestCaseData Case(bool isGood, string text)
    {
        var telling = text.Split('\n')
            .Where(line => !line.StartsWith("schema", StringComparison.Ordinal))
            .Select(line => line.Trim())
            .Skip(3);
        return new TestCaseData(text, isGood).SetArgDisplayNames(string.Join(' ', telling), isGood ? "good" : "bad");
    }

    private static string Named(IEnumerable<string> keys) => string.Join(' ', keys.Order(StringComparer.Ordinal));

    private static IEnumerable<JsonElement> Mappings(JsonElement shape)
    {
        if (shape.ValueKind == JsonValueKind.Array)
        {
            return shape.EnumerateArray().SelectMany(Mappings);
        }

        if (shape.ValueKind != JsonValueKind.Object)
        {
            return [];
        }

        var isClosed = shape.TryGetProperty("additionalProperties", out var additional) && additional.ValueKind == JsonValueKind.False;
        var inner = shape.EnumerateObject().SelectMany(member => Mappings(member.Value));
        return isClosed ? inner.Prepend(shape.GetProperty("properties")) : inner;
    }
}
