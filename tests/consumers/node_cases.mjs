// Runs small ONNX files in onnxruntime-node: every NAME.onnx of a folder with its NAME.json, which holds input, shape, values, output and expected.
//   node node_cases.mjs FOLDER
// Prints one line per file, and exits with 1 where a value differs by more than 1e-5.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";

process.env.ORT_DISABLE_TELEMETRY = "1"; // before the native library loads
const { default: ort } = await import("onnxruntime-node");

const folder = process.argv[2];
let failed = 0;
for (const file of readdirSync(folder).filter((name) => name.endsWith(".onnx")).sort()) {
  const name = file.replace(/\.onnx$/, "");
  const test = JSON.parse(readFileSync(join(folder, `${name}.json`), "utf8"));
  const session = await ort.InferenceSession.create(join(folder, file));
  const input = new ort.Tensor("float32", Float32Array.from(test.values), test.shape);
  const { data } = (await session.run({ [test.input]: input }))[test.output];
  const differences = test.expected.map((value, i) => Math.abs(value - data[i]));
  const passed = data.length === test.expected.length && differences.every((difference) => difference <= 1e-5);
  failed += passed ? 0 : 1;
  console.log(`${passed ? "ok    " : "FAILED"} ${name}: ${Math.max(...differences).toExponential(1)}`);
}
process.exit(failed ? 1 : 0);
