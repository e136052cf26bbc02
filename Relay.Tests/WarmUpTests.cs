using NUnit.Framework;
using Relay;
using Relay.Tests.Translating;

namespace Relay.Tests;

[TestFixture]
internal sealed class WarmUpTests
{
    [Test]
    public void The_exchange_it_translates_is_a_right_one() => Assert.That(() => WarmUp.Run(new CountedIds()), Throws.Nothing);
}
