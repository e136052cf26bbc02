using Conformance.Fuzzing.Generating;
using NUnit.Framework;

namespace Conformance.Tests.Fuzzing.Generating;

/// <summary>A seed means the same on every machine.</summary>
internal sealed class FuzzRandomTests
{
    [Test]
    public void The_numbers_are_those_that_the_algorithm_is_published_with()
    {
        var random = new FuzzRandom(1234567);

        Assert.That(
            new[] { random.NextBits(), random.NextBits(), random.NextBits() },
            Is.EqualTo(new[] { 6457827717110365317UL, 3203168211198807973UL, 9817491932198370423UL }));
    }

    [Test]
    public void A_case_does_not_depend_on_the_cases_before_it()
    {
        var after = Enumerable.Range(0, 5).Select(number => Scenarios.Writing.ScenarioWriter.Write(FuzzCases.Create(9, number))).Last();

        Assert.That(Scenarios.Writing.ScenarioWriter.Write(FuzzCases.Create(9, 4)), Is.EqualTo(after));
    }

    [Test]
    public void Numbers_stay_within_their_bounds()
    {
        var random = new FuzzRandom(1);

        var numbers = Enumerable.Range(0, 1000).Select(_ => random.NextBetween(3, 5)).Distinct().Order();

        Assert.That(numbers, Is.EqualTo(new[] { 3, 4, 5 }));
    }
}
