using NUnit.Framework;

namespace Conformance.Tests.RealClients;

/// <summary>Puts away what the stages share.</summary>
[SetUpFixture]
internal sealed class ClientsSetUp
{
    [OneTimeTearDown]
    public static Task CloseStages() => ClientStage.CloseAllAsync();
}
