using Conformance.Gating;
using Conformance.Results;
using NUnit.Framework;

namespace Conformance.Tests.Gating;

/// <summary>How a run is cut into parts and put together again.</summary>
internal sealed class ShardTests
{
    private static readonly List<string> Ids = [.. Enumerable.Range(0, 581).Select(number => $"area-{number % 7}/case-{number}")];

    [TestCase(1)]
    [TestCase(4)]
    [TestCase(7)]
    public void Each_case_is_in_one_shard_and_shards_differ_by_one_case_at_most(int count)
    {
        var parts = Enumerable.Range(1, count).Select(index => new Shard(index, count).Select(Ids)).ToList();

        Assert.That(parts.SelectMany(part => part), Is.EquivalentTo(Ids));
        Assert.That(parts.Max(part => part.Count) - parts.Min(part => part.Count), Is.LessThanOrEqualTo(1));
    }

    [Test]
    public void Each_shard_has_its_share_of_each_area() =>
        Assert.That(Enumerable.Range(1, 4).SelectMany(index => new Shard(
            index, 4).Select(Ids).GroupBy(id => id.Split('/')[0]).Select(area => area.Count())), Is.All.InRange(8, 36));

    [Test]
    public void A_shard_does_not_depend_on_the_order_and_a_new_case_moves_few()
    {
        var before = Enumerable.Range(1, 4).Select(index => new Shard(index, 4).Select(Ids)).ToList();
        var after = Enumerable.Range(1, 4)
            .Select(index => new Shard(index, 4).Select(Ids.AsEnumerable().Reverse().Append("area-1/another")))
            .ToList();

        Assert.That(before.Zip(after).Sum(pair => pair.First.Except(pair.Second).Count()), Is.LessThanOrEqualTo(3));
    }

    [TestCase("0/4")]
    [TestCase("5/4")]
    [TestCase("1/1001")]
    [TestCase("1")]
    [TestCase("a/b")]
    [TestCase("-1/2")]
    [TestCase("1/2/3")]
    public void Other_words_are_not_a_shard(string text) => Assert.That(Shard.Parse(text), Is.Null);

    [Test]
    public void The_parts_of_one_run_make_a_whole()
    {
        List<(string, RunResult)> parts = [("one", Part("1/2", Runs.Passed("b/1"))), ("two", Part("2/2", Runs.Failed("a/1", "held")))];

        Assert.Multiple(() =>
        {
            Assert.That((RunMerge.FindProblem(parts), RunMerge.DescribeMissing(parts)), Is.EqualTo(((string?)null, (string?)null)));
            Assert.That(
                RunMerge.MergeCases([.. parts.Select(part => part.Item2)]).Select(result => result.Id), Is.EqualTo(new[] { "a/1", "b/1" }));
            Assert.That((RunMerge.MergeInfo([.. parts.Select(part => part.Item2)], "merge").Selected, RunMerge.MergeInfo(
                [.. parts.Select(part => part.Item2)], "merge").Shard), Is.EqualTo((2, (string?)null)));
        });
    }

    [Test]
    public void A_missing_or_cut_off_part_is_said()
    {
        var cut = Part("2/2", Runs.Passed("a/2")) with { End = null };

        Assert.Multiple(() =>
        {
            Assert.That(
                RunMerge.DescribeMissing([("one", Part("1/4", Runs.Passed("a/1"))), ("three", Part("3/4", Runs.Passed("a/3")))]),
                Is.EqualTo("Shards 2/4, 4/4 are missing."));
            Assert.That(
                RunMerge.DescribeMissing([("one", Part("1/2", Runs.Passed("a/1"))), ("two", cut)]),
                Is.EqualTo("two is a partial run."));
        });
    }

    [Test]
    public void Parts_of_different_runs_are_refused() => Assert.Multiple(() =>
    {
        var one = Part("1/2", Runs.Passed("a/1"));
        var two = Part("2/2", Runs.Passed("a/2"));
        Assert.That(
            RunMerge.FindProblem([("one", one), ("two", two with { Info = two.Info with { Relay = "other" } })]),
            Is.EqualTo("one and two are not parts of one run: the relay is 'acme' in one and 'other' in the other."));
        Assert.That(
            RunMerge.FindProblem([("one", one), ("two", two with { Info = two.Info with { Shard = "2/3" } })]),
            Does.Contain("the number of shards is '2' in one and '3' in the other"));
        Assert.That(RunMerge.FindProblem([("one", one), ("again", one)]), Does.Contain("both are shard 1/2"));
        Assert.That(
            RunMerge.FindProblem([("one", one), ("two", Part("2/2", Runs.Passed("a/1")))]),
            Is.EqualTo("one and two both contain the case a/1; give each part once."));
    });

    private static RunResult Part(string shard, params CaseResult[] cases) =>
        Runs.Of(RunGating.None, Runs.Info with { Shard = shard }, cases);
}
