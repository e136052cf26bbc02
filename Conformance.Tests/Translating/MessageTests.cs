using NUnit.Framework;
using static Conformance.Tests.Translating.Chunks;

namespace Conformance.Tests.Translating;

internal sealed class MessageTests
{
    [Test]
    public void Text_comes_out_in_the_full_grammar()
    {
        var run = Translation.Run(Delta("\"role\":\"assistant\",\"content\":\"\""), Text("He"), Text("llo"), Finish("stop"), Done);

        Assert.That(run.Lines, Is.EqualTo([
            "output_item.added 0 message (in_progress)",
            "content_part.added 0.0 ''",
            "output_text.delta 0.0 'He'",
            "output_text.delta 0.0 'llo'",
            "output_text.done 0.0 'Hello'",
            "content_part.done 0.0 'Hello'",
            "output_item.done 0 message 'Hello'",
            "completed",
        ]));
    }
}
