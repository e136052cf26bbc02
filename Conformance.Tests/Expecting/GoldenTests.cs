using Conformance.Expecting.Goldens;
using NUnit.Framework;

namespace Conformance.Tests.Expecting;

internal sealed class GoldenTests
{
    private const string Created =
        """{"type":"response.created","sequence_number":0,"response":{"id":"resp_0123","created_at":1700000000,"model":"rc-text.case"}}""";
    private const string Call =
        """{"type":"response.output_item.added","item":{"id":"fc_77","call_id":"call_0123456789abcdef01234567","name":"é"}}""";

    private string _folder = "";

    [SetUp]
    public void MakeFolder() => _folder = Directory.CreateTempSubdirectory("golden").FullName;

    [TearDown]
    public void RemoveFolder() => Directory.Delete(_folder, recursive: true);

    [Test]
    public void Identifiers_and_times_become_stand_ins_and_identity_survives()
    {
        var turn = new TurnBuilder().Received(Created, Call, Call.Replace("fc_77", "fc_78", StringComparison.Ordinal), "[DONE]").Build();

        var lines = GoldenStream.Normalise([turn]).Single();

        Assert.That(lines, Is.EqualTo(new[]
        {
            """{"type":"response.created","sequence_number":0,"response":{"id":"resp_1","created_at":"<time>","model":"<model>"}}""",
            """{"type":"response.output_item.added","item":{"id":"fc_1","call_id":"call_new_1","name":"é"}}""",
            """{"type":"response.output_item.added","item":{"id":"fc_2","call_id":"call_new_1","name":"é"}}""",
            "\"[DONE]\"",
        }));
    }

    [Test]
    public void Sealed_content_the_ids_of_a_list_and_ids_in_a_message_become_stand_ins()
    {
        const string Item =
            """{"item":{"id":"rs_7","encrypted_content":"c2VhbGVk"},"first_id":"rs_7","again":{"encrypted_content":"b3RoZXI="}}""";
        const string Missing = """{"error":{"message":"There is no response 'resp_0123456789abcdef01234567'."}}""";
        var turn = new TurnBuilder().Received(Item, Missing).Build();

        Assert.That(GoldenStream.Normalise([turn]).Single(), Is.EqualTo(new[]
        {
            """{"item":{"id":"rs_1","encrypted_content":"sealed_1"},"first_id":"rs_1","again":{"encrypted_content":"sealed_2"}}""",
            """{"error":{"message":"There is no response 'resp_new_1'."}}""",
        }));
    }

    [Test]
    public void A_turn_without_a_model_shows_the_cases_own_as_the_model()
    {
        var turn = new TurnBuilder()
            .Answering(200, """{"id":"resp_7","model":"rc-text.case"}""")
            .Build() with { Request = TurnBuilder.Json("null") };

        Assert.That(
            GoldenStream.Normalise([turn]).Single(),
            Is.EqualTo(new[] { """{"http":{"status":200,"body":{"id":"resp_1","model":"<model>"}}}""" }));
    }

    [Test]
    public void A_call_id_of_the_upstream_stays_as_it_is()
    {
        var turn = new TurnBuilder().Received("""{"item":{"call_id":"call_7"}}""").Build();

        Assert.That(GoldenStream.Normalise([turn]).Single(), Is.EqualTo(new[] { """{"item":{"call_id":"call_7"}}""" }));
    }

    [Test]
    public void An_answer_that_is_no_stream_is_one_line()
    {
        var turn = new TurnBuilder().Answering(429, """{"error":{"code":"x"}}""").Build();

        Assert.That(
            GoldenStream.Normalise([turn]).Single(), Is.EqualTo(new[] { """{"http":{"status":429,"body":{"error":{"code":"x"}}}}""" }));
    }

    [Test]
    public void A_difference_writes_received_and_accepting_takes_it_over()
    {
        var store = new GoldenStore(_folder);
        var scenario = new TurnBuilder().Build().Scenario;
        IReadOnlyList<IReadOnlyList<string>> first = [["a", "b"], ["c"]];
        IReadOnlyList<IReadOnlyList<string>> second = [["a", "x"], ["c"]];

        var missing = store.Compare(scenario, first);
        store.Accept(scenario.Id);
        var same = store.Compare(scenario, first);
        var different = store.Compare(scenario, second);
        var (found, lines) = store.Difference(scenario.Id);

        Assert.Multiple(() =>
        {
            Assert.That(missing?.Check, Is.EqualTo("golden-missing"));
            Assert.That(same, Is.Null);
            Assert.That(different?.Check, Is.EqualTo("golden"));
            Assert.That(different?.Event, Is.EqualTo(1));
            Assert.That(store.ListWaiting(), Is.EqualTo(new[] { "text/case" }));
            Assert.That(found, Is.True);
            Assert.That(lines, Is.EqualTo(new[] { "  a", "- b", "+ x", """  {"turn":2}""", "  c" }));
            Assert.That(store.Load(scenario), Is.EqualTo(first));
        });
    }

    [Test]
    public void Agreeing_removes_a_stale_received_file()
    {
        var store = new GoldenStore(_folder);
        var scenario = new TurnBuilder().Build().Scenario;
        store.Compare(scenario, [["a"]]);
        store.Accept(scenario.Id);
        store.Compare(scenario, [["b"]]);

        store.Compare(scenario, [["a"]]);

        Assert.That(store.ListWaiting(), Is.Empty);
    }

    [Test]
    public void A_very_long_text_is_kept_as_its_hash_and_one_other_character_shows()
    {
        static string Line(string text) =>
            GoldenStream.Normalise([new TurnBuilder().Received($$"""{"delta":"{{text}}"}""").Build()]).Single().Single();
        var text = new string('a', 1_000_000);

        Assert.Multiple(() =>
        {
            Assert.That(Line(text), Has.Length.LessThan(300).And.Contain("1000000 characters"));
            Assert.That(Line(text), Is.Not.EqualTo(Line(text[..^1] + "b")));
        });
    }

    [Test]
    public void A_long_run_of_deltas_is_a_count_and_a_hash_in_which_every_character_counts()
    {
        static IReadOnlyList<string> Lines(string last)
        {
            var builder = new TurnBuilder().Received("""{"type":"response.created"}""");
            for (var i = 0; i < 150; i++)
            {
                builder =
                    builder.Received($$"""{"type":"response.output_text.delta","item_id":"a","delta":"{{(i == 148 ? last : "x")}}"}""");
            }

            return GoldenStream.Normalise([builder.Received("""{"type":"response.completed"}""").Build()]).Single();
        }

        var lines = Lines("x");
        var store = new GoldenStore(_folder);
        var scenario = new TurnBuilder().Build().Scenario;
        store.Compare(scenario, [lines]);
        store.Accept(scenario.Id);

        Assert.Multiple(() =>
        {
            Assert.That(lines, Has.Count.EqualTo(5));
            Assert.That(
                lines[2],
                Does.Match("^{\"between\":{\"type\":\"response.output_text.delta\",\"count\":148,\"sha256\":\"[0-9a-f]{64}\"}}$"));
            Assert.That(Lines("y")[2], Is.Not.EqualTo(lines[2]));
            Assert.That(store.Compare(scenario, [lines]), Is.Null);
            Assert.That(store.Compare(scenario, [[.. lines.Take(4), "other"]])?.Event, Is.EqualTo(151));
        });
    }

    [Test]
    public void Half_a_surrogate_pair_does_not_break_the_form()
    {
        var turn = new TurnBuilder().Received("{\"delta\":\"\\ud83d\"}").Build();

        Assert.That(GoldenStream.Normalise([turn]).Single(), Has.Count.EqualTo(1));
    }
}
