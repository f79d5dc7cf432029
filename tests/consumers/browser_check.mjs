// Holds an exported file in onnxruntime-web, in a real browser, against its parity table:
//   node browser_check.mjs MODEL.onnx ARCHIVE.npz [chromium]
// Serves this folder's page and the files on the loopback address alone, opens the page in a headless Chromium, and waits for its answer. The
// browser resolves no other host, so that nothing can leave the machine. Exit code 0 where every probability of the test split differs by
// at most 1e-5, otherwise 1.
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { readBytes } from "./npz.mjs";

const SECONDS = 120;
const [model, archive, browser = "chromium"] = process.argv.slice(2);
if (!archive) {
  console.error("usage: node browser_check.mjs MODEL.onnx ARCHIVE.npz [chromium]");
  process.exit(2);
}
const here = new URL(".", import.meta.url).pathname;
const { shape, bytes } = readBytes(readFileSync(archive), "test_images");
const files = {
  "/": [join(here, "browser.html"), "text/html"],
  "/parity.mjs": [join(here, "parity.mjs"), "text/javascript"],
  "/model.onnx": [model, "application/octet-stream"],
  "/model.parity.csv": [model.replace(/\.onnx$/, ".parity.csv"), "text/csv"],
};

const profile = mkdtempSync(join(tmpdir(), "qimpact-browser-"));
let chromium;
const server = createServer((request, response) => {
  const path = request.url.split("?")[0];
  if (path === "/result") return receive(request, response);
  if (path === "/images") return send(response, bytes, "application/octet-stream");
  if (path === "/size") return send(response, `${shape[1]}`, "text/plain");
  if (files[path]) return send(response, readFileSync(files[path][0]), files[path][1]);
  if (/^\/ort\/[\w.-]+$/.test(path)) {
    const file = join(here, "node_modules", "onnxruntime-web", "dist", path.slice(5));
    return send(response, readFileSync(file), path.endsWith(".wasm") ? "application/wasm" : "text/javascript");
  }
  response.writeHead(404).end();
});
server.listen(0, "127.0.0.1", () => {
  chromium = spawn(
    browser,
    [
      "--headless=new",
      "--no-sandbox",
      "--disable-gpu",
      "--disable-background-networking",
      "--disable-component-update",
      "--no-first-run",
      "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
      `--user-data-dir=${profile}`,
      `http://127.0.0.1:${server.address().port}/`,
    ],
    { stdio: "ignore" },
  );
  chromium.on("error", (error) => finish(`${browser} can't be started: ${error.message}`, 2));
});
const timer = setTimeout(() => finish(`no answer from the page within ${SECONDS} s`, 1), SECONDS * 1000);

function send(response, content, type) {
  response.writeHead(200, { "Content-Type": type }).end(content);
}

function receive(request, response) {
  let text = "";
  request.on("data", (part) => (text += part));
  request.on("end", () => {
    response.end();
    const result = JSON.parse(text);
    finish(result.text, result.passed ? 0 : 1);
  });
}

function finish(text, code) {
  clearTimeout(timer);
  console.log(text);
  server.close();
  chromium?.once("exit", () => leave(code));
  if (!chromium?.kill()) leave(code);
}

function leave(code) {
  try {
    rmSync(profile, { recursive: true, force: true, maxRetries: 20, retryDelay: 200 });
  } catch (error) {
    console.error(`${profile} was left behind: ${error.message}`);
  }
  process.exit(code);
}
