using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Scenarios.Reading;
using WireMock.Server;
using WireMock.Settings;

namespace MockUpstream;

/// <summary>Plays scenarios on a WireMock server of the caller.</summary>
public static class WireMockServerExtensions
{
    private static readonly ConditionalWeakTable<WireMockServer, AddedScenarios> Known = [];

    /// <summary>
    /// Adds the scenarios of a folder to a running server. Each is asked for by its name as the model, such as <c>rc-text.hello</c>.
    /// </summary>
    /// <remarks>
    /// <para> The scenarios have priority 100: a mapping without a priority precedes them, and one with 101 follows. Files that cannot be
    /// read are listed in <see cref="AddedScenarios.Problems"/>; the others are played. A second call adds to the first. </para> <para>
    /// Bytes, ends and faults are exact. Boundaries are not, unless the server was started with <see cref="KeepWriteBoundaries"/>: its
    /// transport merges writes that follow each other closely. The log states this for each answer (<c>x-mock-boundaries</c>). The log
    /// belongs to the caller: nothing in it is masked or dropped. </para>
    /// </remarks>
    /// <param name="server">The server.</param>
    /// <param name="folder">The folder, with its subfolders.</param>
    /// <exception cref="DirectoryNotFoundException">The folder does not exist.</exception>
    public static AddedScenarios AddScenarios(this WireMockServer server, string folder)
    {
        ArgumentNullException.ThrowIfNull(server);
        ArgumentException.ThrowIfNullOrEmpty(folder);

        var catalog = ScenarioCatalog.Load(folder);
        var added = Known.GetValue(server, static key => new AddedScenarios(key, TimeProvider.System));
        added.Add(catalog);
        return added;
    }

    /// <summary>
    /// Makes one write one send on a server that is started with these settings. Call it after <c>AdditionalServiceRegistration</c> was
    /// set.
    /// </summary>
    /// <param name="settings">The settings of the server.</param>
    /// <returns>The same settings.</returns>
    public static WireMockServerSettings KeepWriteBoundaries(this WireMockServerSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);

        var before = settings.AdditionalServiceRegistration;
        settings.AdditionalServiceRegistration = services =>
        {
            before?.Invoke(services);
            services.Configure<SocketTransportOptions>(sockets => sockets.MaxWriteBufferSize = 1);
        };
        return settings;
    }
}
