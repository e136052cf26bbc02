using Relay;

// Read once by the runtime, before the first socket. Together with Kestrel's inline scheduling (RelayHost) it takes the CPU
// per paced chunk to a third; either of the two alone changes nothing.
Environment.SetEnvironmentVariable("DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS", "1");

return await RelayHost.RunAsync(args, Console.Out, Console.Error);
