using System.Reflection;
using System.Runtime.CompilerServices;

namespace QImpact.Architecture.Tests;

/// <summary>What an assembly shows to others, a line for each type and member, in C#'s words.</summary>
internal static class PublicApi
{
    private const BindingFlags Declared =
        BindingFlags.Public
        | BindingFlags.NonPublic
        | BindingFlags.Instance
        | BindingFlags.Static
        | BindingFlags.DeclaredOnly;

    private static readonly Dictionary<Type, string> Keywords = new()
    {
        [typeof(void)] = "void",
        [typeof(bool)] = "bool",
        [typeof(byte)] = "byte",
        [typeof(int)] = "int",
        [typeof(long)] = "long",
        [typeof(float)] = "float",
        [typeof(double)] = "double",
        [typeof(string)] = "string",
        [typeof(object)] = "object",
    };

    /// <summary>The lines, sorted; what the compiler adds to records and unions is left out.</summary>
    public static string[] Of(Assembly assembly) =>
        [
            .. assembly
                .GetExportedTypes()
                .Where(type => !IsMadeByCompiler(type))
                .SelectMany(type =>
                    Members(type).Select(member => $"{Name(type)}.{member}").Prepend($"{Name(type)} : {Kind(type)}")
                )
                .Distinct()
                .Order(StringComparer.Ordinal),
        ];

    private static string Kind(Type type) =>
        type switch
        {
            { IsEnum: true } => "enum",
            { IsInterface: true } => "interface",
            { IsValueType: true } => "struct",
            { IsAbstract: true, IsSealed: true } => "static class",
            _ when typeof(Delegate).IsAssignableFrom(type) => "delegate",
            _ => (
                type.IsAbstract ? "abstract "
                : type.IsSealed ? "sealed "
                : ""
            )
                + "class"
                + (type.BaseType is { } up && up != typeof(object) ? $", {Name(up)}" : ""),
        };

    private static IEnumerable<string> Members(Type type)
    {
        if (typeof(Delegate).IsAssignableFrom(type))
            return [Method(type.GetMethod("Invoke")!)];
        IEnumerable<string> fields = type.GetFields(Declared)
            .Where(field => (field.IsPublic || field.IsFamily) && !field.IsSpecialName)
            .Select(field =>
                $"{field.Name} : {(field.IsLiteral && !type.IsEnum ? "const " : "")}{Name(field.FieldType)}"
            );
        IEnumerable<string> properties = type.GetProperties(Declared)
            .Where(property => !IsMadeByCompiler(property))
            .Select(property =>
                (
                    property,
                    get: property.GetMethod is { } get && IsSeen(get),
                    set: property.SetMethod is { } set && IsSeen(set)
                )
            )
            .Where(shown => shown.get || shown.set)
            .Select(shown =>
                $"{shown.property.Name}{Indices(shown.property)} : {Name(shown.property.PropertyType)} {{ {(shown.get ? "get; " : "")}{(shown.set ? Setter(shown.property) : "")}}}"
            );
        IEnumerable<string> constructors = type.GetConstructors(Declared)
            .Where(IsSeen)
            .Where(constructor => !constructor.IsStatic)
            .Select(constructor => $"new({Parameters(constructor)})");
        IEnumerable<string> methods = type.GetMethods(Declared)
            .Where(method => IsSeen(method) && !IsMadeByCompiler(method))
            .Where(method => !method.IsSpecialName || method.Name.StartsWith("op_", StringComparison.Ordinal))
            .Select(Method);
        return fields.Concat(properties).Concat(constructors).Concat(methods);
    }

    private static string Method(MethodInfo method) =>
        $"{method.Name}{(method.IsGenericMethod ? $"<{string.Join(", ", method.GetGenericArguments().Select(Name))}>" : "")}({Parameters(method)}) : {Name(method.ReturnType)}";

    private static string Setter(PropertyInfo property) =>
        property.SetMethod!.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit))
            ? "init; "
            : "set; ";

    private static string Indices(PropertyInfo property) =>
        property.GetIndexParameters() is { Length: > 0 } indices
            ? $"[{string.Join(", ", indices.Select(Parameter))}]"
            : "";

    private static string Parameters(MethodBase method) =>
        (method.IsDefined(typeof(ExtensionAttribute), inherit: false) ? "this " : "")
        + string.Join(", ", method.GetParameters().Select(Parameter));

    private static string Parameter(ParameterInfo parameter) =>
        $"{Name(parameter.ParameterType)} {parameter.Name}{(parameter.HasDefaultValue ? " = ..." : "")}";

    private static bool IsSeen(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    private static bool IsMadeByCompiler(MemberInfo member) =>
        member.IsDefined(typeof(CompilerGeneratedAttribute), inherit: false)
        || member.Name.Contains('<')
        || member.Name.Contains('@');

    private static string Name(Type type)
    {
        if (Keywords.TryGetValue(type, out string? keyword))
            return keyword;
        if (type.IsByRef)
            return $"ref {Name(type.GetElementType()!)}";
        if (type.IsPointer)
            return $"{Name(type.GetElementType()!)}*";
        if (type.IsArray)
            return $"{Name(type.GetElementType()!)}[{new string(',', type.GetArrayRank() - 1)}]";
        if (type.IsGenericParameter)
            return type.Name;
        if (Nullable.GetUnderlyingType(type) is { } value)
            return $"{Name(value)}?";
        string outer =
            type.DeclaringType is { } declaring ? $"{Name(declaring)}."
            : IsOurs(type) ? $"{type.Namespace}."
            : "";
        string name = type.Name.Split('`')[0];
        return type.IsGenericType
            ? $"{outer}{name}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>"
            : outer + name;
    }

    private static bool IsOurs(Type type) => type.Namespace?.StartsWith("QImpact", StringComparison.Ordinal) == true;
}
