using Relay.Contract;
using Relay.Diagnostics;
using Relay.Options;
using Relay.Sealing;

namespace Relay.Exchange;

/// <summary>The services that every exchange of a relay uses.</summary>
/// <param name="Options">The configuration.</param>
/// <param name="Time">The clock of every wait and of <c>created_at</c>.</param>
/// <param name="Ids">The source of ids.</param>
/// <param name="Seal">Encrypts the reasoning that clients carry from turn to turn.</param>
/// <param name="Telemetry">Counts and traces exchanges.</param>
internal sealed record ExchangeServices(
    RelayOptions Options, TimeProvider Time, IIdSource Ids, ReasoningSeal Seal, RelayTelemetry Telemetry);
