namespace Simulators.KeyVault;

/// <summary>A secret's state; times are Unix seconds.</summary>
internal sealed record SecretAttributes(bool Enabled, long Created, long Updated)
{
    public string RecoveryLevel { get; init; } = "Recoverable+Purgeable";

    public int RecoverableDays { get; init; } = 90;
}
