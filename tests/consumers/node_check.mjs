// Holds an exported file in onnxruntime-node against its parity table:
//   node node_check.mjs MODEL.onnx ARCHIVE.npz
// Exit code 0 where every probability of the test split differs by at most 1e-5, otherwise 1.
import { readFileSync } from "node:fs";
import process from "node:process";

process.env.ORT_DISABLE_TELEMETRY = "1"; // before the native library loads
const { default: ort } = await import("onnxruntime-node");
const { compare, readTable, scaled } = await import("./parity.mjs");
const { readBytes } = await import("./npz.mjs");

const [model, archive] = process.argv.slice(2);
if (!archive) {
  console.error("usage: node node_check.mjs MODEL.onnx ARCHIVE.npz");
  process.exit(2);
}
const rows = readTable(readFileSync(model.replace(/\.onnx$/, ".parity.csv"), "utf8"));
const { shape, bytes } = readBytes(readFileSync(archive), "test_images");
const session = await ort.InferenceSession.create(model);
const { passed, text } = await compare(ort, session, scaled(bytes), rows, shape[1]);
console.log(`onnxruntime-node ${ort.env.versions.node}: ${text}`);
process.exit(passed ? 0 : 1);
