namespace QImpact.Data.Studies;

/// <summary>The members of a value of a YAML file.</summary>
internal sealed class YamlMembers
{
    private readonly YamlValue _whole;
    private readonly IReadOnlyDictionary<string, YamlValue> _members;

    /// <param name="whole">The value.</param>
    /// <param name="names">The members that it may have; all where none is named.</param>
    /// <exception cref="BadInputException">It has another, or is no value with members.</exception>
    public YamlMembers(YamlValue whole, params string[] names) => (_whole, _members) = (whole, whole.Members(names));

    /// <summary>A member; null where it is not there.</summary>
    public YamlValue? Find(string name) => _members.GetValueOrDefault(name);

    /// <summary>A member that has to be there.</summary>
    /// <exception cref="BadInputException">It is not.</exception>
    public YamlValue Require(string name, string expected) => Find(name) ?? throw _whole.Lacks(name, expected);

    /// <summary>Where a member stands, or the whole where it is not there.</summary>
    public YamlValue At(string name) => Find(name) ?? _whole;
}
