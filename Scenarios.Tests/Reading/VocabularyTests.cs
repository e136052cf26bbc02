using NUnit.Framework;
using Scenarios.Model;
using Scenarios.Reading.Vocabularies;

namespace Scenarios.Tests.Reading;

public sealed class VocabularyTests
{
    [Test]
    public void The_vocabulary_of_the_repository_reads_without_problems()
    {
        var (vocabulary, problems) = VocabularyReader.Load(Repository.Scenarios);

        Assert.Multiple(() =>
        {
            Assert.That(problems, Is.Empty);
            Assert.That(vocabulary.Quirks, Has.Count.EqualTo(175 + 21));
            Assert.That(vocabulary.Quirks.Keys.Take(2), Is.EqualTo(new[] { "Q01", "Q02" }));
            Assert.That(vocabulary.Tags, Does.ContainKey("identity"));
            Assert.That(vocabulary.Vendors["llama-cpp"], Is.EqualTo("llama.cpp"));
        });
    }

    [Test]
    public void A_reference_has_the_page_that_its_family_or_its_entry_names()
    {
        var specs = Repository.Vocabulary.Specs;

        Assert.Multiple(() =>
        {
            Assert.That(
                specs["sse#bom"].Url, Is.EqualTo("https://html.spec.whatwg.org/multipage/server-sent-events.html#parsing-an-event-stream"));
            Assert.That(
                specs["responses#completed"].Url,
                Is.EqualTo("https://platform.openai.com/docs/api-reference/responses-streaming/response/completed"));
            Assert.That(specs["http#chunked"].Url, Is.EqualTo("https://www.rfc-editor.org/rfc/rfc9112.html#chunked.encoding"));
            Assert.That(specs.Values.Select(spec => spec.Url), Has.All.Not.Contain("{"));
        });
    }

    [Test]
    public void A_tool_is_the_whole_object_of_a_request()
    {
        var tool = Repository.Vocabulary.Tools["get_weather"];

        Assert.That(tool.GetRawText(), Does.StartWith("""{"type":"function","name":"get_weather","description":"""));
        Assert.That(tool.GetProperty("strict").GetBoolean(), Is.False);
    }
}
