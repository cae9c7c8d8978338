namespace LocalHost.Invocation;

/// <summary>Writes a type's name as the source code has it.</summary>
internal static class TypeName
{
    public static string Of(Type type) => type.IsGenericType
        ? $"{type.Name[..type.Name.IndexOf('`', StringComparison.Ordinal)]}<{string.Join(", ", type.GetGenericArguments().Select(Of))}>"
        : type.Name;
}
