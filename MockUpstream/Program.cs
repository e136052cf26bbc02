using MockUpstream.Serving;

return await ServeCommand.RunAsync(args, Console.Out, Console.Error);
