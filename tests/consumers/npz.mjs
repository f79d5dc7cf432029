// Reads one array of bytes from an .npz archive (a ZIP file of .npy files, format 1.0; Python's struct of both is public).
import { inflateRawSync } from "node:zlib";

const END_OF_DIRECTORY = 0x06054b50;

/** The array called name: its shape and its bytes. */
export function readBytes(archive, name) {
  let end = archive.length - 22;
  while (archive.readUInt32LE(end) !== END_OF_DIRECTORY) end--;
  let entry = archive.readUInt32LE(end + 16);
  for (let i = 0; i < archive.readUInt16LE(end + 10); i++) {
    const lengths = [28, 30, 32].map((offset) => archive.readUInt16LE(entry + offset));
    const file = archive.toString("utf8", entry + 46, entry + 46 + lengths[0]);
    if (file === `${name}.npy`) return parse(content(archive, entry));
    entry += 46 + lengths[0] + lengths[1] + lengths[2];
  }
  throw new Error(`the archive has no array '${name}'`);
}

function content(archive, entry) {
  const method = archive.readUInt16LE(entry + 10);
  const size = archive.readUInt32LE(entry + 20);
  const local = archive.readUInt32LE(entry + 42);
  const start = local + 30 + archive.readUInt16LE(local + 26) + archive.readUInt16LE(local + 28);
  const bytes = archive.subarray(start, start + size);
  return method === 0 ? bytes : inflateRawSync(bytes);
}

function parse(npy) {
  const length = npy.readUInt16LE(8);
  const header = npy.toString("latin1", 10, 10 + length);
  if (!header.includes("'|u1'")) throw new Error(`the array is ${header}; expected bytes`);
  const shape = header.match(/'shape': \(([^)]*)\)/)[1].split(",").filter((part) => part.trim()).map(Number);
  return { shape, bytes: npy.subarray(10 + length) };
}
