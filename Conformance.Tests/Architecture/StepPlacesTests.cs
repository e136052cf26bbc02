using NUnit.Framework;
using Scenarios.Model;

namespace Conformance.Tests.Architecture;

/// <summary>
/// Checks that each kind of step is handled wherever steps are handled: the file names its type, or the list here says that the file's
/// default is right for it.
/// </summary>
internal sealed class StepPlacesTests
{
    // An answer without `stream` has nothing like them.
    private static readonly string[] WithoutCounterpart =
    [
        nameof(ChoiceStep), nameof(ChunkStep), nameof(ErrorStep), nameof(SseStep), nameof(RawStep), nameof(BytesStep), nameof(TcpStep),
        nameof(StallStep), nameof(GateStep), nameof(HoldStep),
    ];

    private static readonly (string[] Files, string[] Defaults)[] Places =
    [
        (["Scenarios/Writing/StepWriter.cs"], []),
        (["Scenarios/Reading/Upstreams/StepReader.cs"], [nameof(RepeatStep), nameof(BurstStep), nameof(FlushStep)]),
        (["Scenarios.Tests/Reading/StepTests.cs"], []),
        (["MockUpstream/Compiling/ChunkJson.cs", "MockUpstream/Compiling/FrameWriter.cs", "MockUpstream/Compiling/ScriptCompilation.cs"],
            []),
        (["Scenarios/Model/VariationFit.cs", "Scenarios/Model/OrdinaryAnswer.cs", "Scenarios/Model/ExchangeFailure.cs"],
            [nameof(StallStep), nameof(GateStep), nameof(HoldStep)]),
        (["MockUpstream/Compiling/CompletionFolder.cs"], WithoutCounterpart),
        (["Conformance/Fuzzing/Generating/WholeForm.cs"], [.. WithoutCounterpart, nameof(CloseStep)]),
        (["Conformance/Running/Features/UpstreamNeeds.cs"],
        [
            nameof(TextStep), nameof(ReasoningStep), nameof(RefusalStep), nameof(ToolStep), nameof(DeltaStep), nameof(ChoiceStep),
            nameof(ChunkStep), nameof(FinishStep), nameof(UsageStep), nameof(ErrorStep), nameof(CommentStep), nameof(BytesStep),
            nameof(RepeatStep), nameof(BurstStep), nameof(WaitStep), nameof(GateStep), nameof(FlushStep),
        ]),
    ];

    private static IEnumerable<TestCaseData> Files() =>
        Places.Select(static place => new TestCaseData(place.Files, place.Defaults).SetArgDisplayNames(place.Files[0]));

    [TestCaseSource(nameof(Files))]
    public void Each_kind_of_step_is_handled(string[] files, string[] defaults)
    {
        var text = string.Concat(files.Select(file => File.ReadAllText(Repository.PathOf(file))));
        var steps = typeof(UpstreamStep).Assembly.GetTypes()
            .Where(static type => type.IsSubclassOf(typeof(UpstreamStep)) && !type.IsAbstract)
            .Select(static type => type.Name)
            .ToList();

        var unhandled = steps.Where(name => !text.Contains(name, StringComparison.Ordinal));

        Assert.That(steps, Has.Count.GreaterThan(20));
        Assert.That(unhandled, Is.EquivalentTo(defaults));
    }
}
