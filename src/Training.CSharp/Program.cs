using static TorchSharp.torch;

Console.WriteLine(rand(2, 2).ToString(TorchSharp.TensorStringStyle.Julia));
return 0;
