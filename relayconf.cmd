@echo off
rem Builds Release (a few seconds when nothing changed), then runs the command line with the words given.
setlocal
set "ROOT=%~dp0"
if not exist "%ROOT%artifacts" mkdir "%ROOT%artifacts"
dotnet build "%ROOT%Conformance\Conformance.csproj" -c Release -v quiet --nologo -clp:NoSummary > "%ROOT%artifacts\relayconf.log" 2>&1
if errorlevel 1 (
  type "%ROOT%artifacts\relayconf.log" 1>&2
  echo relayconf: the build failed; see above or artifacts\relayconf.log 1>&2
  exit /b 3
)
dotnet "%ROOT%artifacts\bin\Conformance\release\relayconf.dll" %*
exit /b %errorlevel%
