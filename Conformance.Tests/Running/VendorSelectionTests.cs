using Conformance.Running;
using NUnit.Framework;

namespace Conformance.Tests.Running;

/// <summary>Cases are chosen by the vendor that causes them and by the quirk that they show.</summary>
internal sealed class VendorSelectionTests
{
    [Test]
    public void A_selection_takes_by_vendor_and_by_quirk()
    {
        var split = Cases.Scenario("tools/split") with { SeenIn = ["openai", "vllm"], Quirks = ["Q02", "Q04"] };

        Assert.Multiple(() =>
        {
            Assert.That(new Selection { Vendors = ["ollama", "vllm"] }.Includes(split), Is.True);
            Assert.That(new Selection { Vendors = ["ollama"] }.Includes(split), Is.False);
            Assert.That(new Selection { Quirks = ["Q04"] }.Includes(split), Is.True);
            Assert.That(new Selection { Quirks = ["Q40"] }.Includes(split), Is.False);
            Assert.That(new Selection { Vendors = ["vllm"], Quirks = ["Q40"] }.Includes(split), Is.False);
        });
    }

    [Test]
    public void Vendors_and_quirks_are_written_as_they_are_typed() =>
        Assert.That(
            new Selection { Tags = ["tools"], Vendors = ["vllm", "groq"], Quirks = ["Q04"] }.ToString(),
            Is.EqualTo("--tag tools --vendor vllm --vendor groq --quirk Q04"));
}
