using System.CommandLine;
using QImpact.Data;
using QImpact.Terminal;

namespace QImpact.Inference.Sessions;

/// <summary>The options of a command that runs exported files: <c>--device</c>, and how a GPU computes.</summary>
internal sealed class DeviceOptions(string description)
{
    private readonly Option<DeviceRequest> _device = Options.Device(description);
    private readonly Option<bool> _tf32 = new("--tf32")
    {
        Description = "On a GPU: products of numbers rounded to 10 bits of mantissa, faster and less exact.",
    };
    private readonly Option<int?> _memory = Options
        .Of<int?>("--gpu-memory", "MB", "On a GPU: the most memory that a model takes for its weights and tensors.")
        .AtLeast(1);

    /// <summary>Adds them to a command.</summary>
    public void AddTo(Command command)
    {
        command.Add(_device);
        command.Add(_tf32);
        command.Add(_memory);
    }

    /// <summary>What was asked for.</summary>
    /// <exception cref="BadInputException">A GPU's options go with the CPU.</exception>
    public (DeviceRequest Device, CudaSettings Cuda) Read(ParseResult parsed)
    {
        DeviceRequest device = parsed.GetValue(_device);
        CudaSettings cuda = new(parsed.GetValue(_tf32), parsed.GetValue(_memory));
        return device.Kind == DeviceKind.Cpu && cuda != new CudaSettings()
            ? throw new BadInputException("--tf32 and --gpu-memory are a GPU's; --device=cpu has none")
            : (device, cuda);
    }
}
