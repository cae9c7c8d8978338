using System.Reflection;
using LocalHost.Configuration;

namespace LocalHost.Invocation;

/// <summary>Binds a function's parameters, and reports each one that cannot be bound.</summary>
internal sealed class MethodBinder(StartFaults faults)
{
    /// <summary>Binds every parameter of a method.</summary>
    /// <param name="functionName">The function's name.</param>
    /// <param name="method">The function's method.</param>
    /// <param name="argument">Gives the source of a parameter the trigger knows, otherwise <see langword="null"/>.</param>
    /// <param name="resultType">The type of result the trigger can use; <see langword="null"/> when it uses none.</param>
    public FunctionMethod<TTrigger> Bind<TTrigger>(
        string functionName, MethodInfo method, Func<ParameterInfo, ArgumentSource<TTrigger>?> argument, Type? resultType = null)
    {
        if (!IsSupportedReturn(method.ReturnType, resultType))
        {
            var expected = resultType is null ? "Task or void" : $"{resultType.Name}, Task<{resultType.Name}>, Task or void";
            faults.Add($"Function {functionName}: the return type {TypeName.Of(method.ReturnType)} is not supported, only {expected}.");
        }

        List<ArgumentSource<TTrigger>> sources = [];
        foreach (var parameter in method.GetParameters())
        {
            var source = parameter.ParameterType == typeof(CancellationToken) ? (_, invocation) => invocation : argument(parameter);
            if (source is null)
            {
                faults.Add($"Function {functionName}: the parameter '{parameter.Name}' of type {TypeName.Of(parameter.ParameterType)} cannot be bound.");
                continue;
            }

            sources.Add(source);
        }

        return new(method, sources);
    }

    private static bool IsSupportedReturn(Type type, Type? resultType)
    {
        if (type == typeof(void) || type == typeof(Task))
        {
            return true;
        }

        var result = type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Task<>) ? type.GetGenericArguments()[0] : type;
        return resultType is not null && result.IsAssignableTo(resultType);
    }
}
