using System.Reflection;

namespace Infra.Tests.Code;

/// <summary>A setting the code reads.</summary>
/// <param name="Name">Its name as an app setting.</param>
/// <param name="Type">What its text is turned into.</param>
/// <param name="Default">Its value when it is not set.</param>
/// <param name="Property">The property it sets; null for one that belongs to no options class.</param>
internal sealed record CodeSetting(string Name, Type Type, object? Default, PropertyInfo? Property = null);
