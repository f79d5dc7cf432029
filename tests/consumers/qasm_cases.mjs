// Runs OpenQASM programs in Microsoft's QDK and holds what their readings give against the expected outputs.
//   node qasm_cases.mjs FOLDER
// Beside each NAME.qasm stands NAME.json: outputs, each a list of [coefficient, [wires]] for the mean of coefficient * (-1)^(sum of the bits), and
// their expected values. The state before the measurement is what QDK's debugger shows, to four digits.
import fs from "node:fs";
import path from "node:path";
import { getDebugService, loadWasmModule, QscEventTarget } from "qsharp-lang";

const TOLERANCE = 2e-3;

const wasm = new URL("node_modules/qsharp-lang/lib/web/qsc_wasm_bg.wasm", import.meta.url);
await loadWasmModule(fs.readFileSync(wasm).buffer);

/** The probability of each basis state, by its bits: the state where the first measurement stands. */
async function probabilities(program) {
  const debug = await getDebugService();
  const name = "case.qasm";
  const error = await debug.loadProgram(
    { sources: [[name, program]], languageFeatures: [], projectType: "openqasm", profile: "unrestricted" },
    undefined,
  );
  if (error) throw new Error(error);
  const line = program.split("\n").findIndex((text) => text.includes("measure"));
  const stop = (await debug.getBreakpoints(name)).find((point) => point.range.start.line === line);
  const result = await debug.evalContinue([stop.id], new QscEventTarget(false));
  if (result.error || result.value !== stop.id) throw new Error(`stopped at ${JSON.stringify(result)}`);
  const state = await debug.captureQuantumState();
  await debug.dispose();
  return state.map(({ name, value }) => {
    const [, real, imaginary] = value.replaceAll("−", "-").match(/^(-?[\d.]+)([+-][\d.]+)/);
    return [name.slice(1, -1), Number(real) ** 2 + Number(imaginary) ** 2];
  });
}

const mean = (output, states) =>
  output.reduce(
    (sum, [coefficient, wires]) =>
      sum +
      coefficient *
        states.reduce((total, [bits, p]) => total + (wires.filter((wire) => bits[wire] === "1").length % 2 ? -p : p), 0),
    0,
  );

const folder = process.argv[2];
let failed = 0;
for (const file of fs.readdirSync(folder).filter((file) => file.endsWith(".qasm")).sort()) {
  const name = path.basename(file, ".qasm");
  const { outputs, expected } = JSON.parse(fs.readFileSync(path.join(folder, `${name}.json`), "utf8"));
  try {
    const states = await probabilities(fs.readFileSync(path.join(folder, file), "utf8"));
    const difference = Math.max(0, ...outputs.map((output, i) => Math.abs(mean(output, states) - expected[i])));
    const good = difference <= TOLERANCE;
    failed += good ? 0 : 1;
    console.log(`${good ? "ok" : "not ok"} ${name}: largest difference ${difference.toExponential(1)}`);
  } catch (error) {
    failed += 1;
    console.log(`not ok ${name}: ${error.message ?? error}`);
  }
}
process.exit(failed ? 1 : 0);
