namespace HubSpotUsers.Configuration;

/// <summary>The app cannot start with the settings it has.</summary>
/// <param name="faults">Every fault.</param>
public sealed class InvalidSettingsException(IEnumerable<string> faults)
    : Exception($"The settings are not usable (in the environment write __ for :).{string.Concat(faults.Select(fault => $"{Environment.NewLine}  - {fault}"))}");
