// The parity table and the images of a test split, for the consumers in JavaScript.

/** Rows of NAME.parity.csv of the test split. */
export function readTable(text) {
  const [header, ...lines] = text.trim().split("\n").map((line) => line.split(","));
  const rows = lines.map((cells) => Object.fromEntries(header.map((name, i) => [name, cells[i]])));
  return rows.filter((row) => row.split === "test");
}

/** Pixels [count, size, size] as the input [count, 1, size, size], in [0, 1]. */
export function scaled(pixels) {
  return Float32Array.from(pixels, (pixel) => Math.fround(pixel / 255));
}

/** Runs a session over all images and compares the probabilities with the table's. */
export async function compare(ort, session, images, rows, size, batchSize = 32) {
  let largest = 0;
  let changed = 0;
  for (let first = 0; first < rows.length; first += batchSize) {
    const batch = rows.slice(first, first + batchSize);
    const values = images.slice(first * size * size, (first + batch.length) * size * size);
    const input = new ort.Tensor("float32", values, [batch.length, 1, size, size]);
    const { probabilities } = await session.run({ images: input });
    const classes = probabilities.dims[1];
    batch.forEach((row, i) => {
      for (let k = 0; k < classes; k++) {
        const difference = Math.abs(probabilities.data[i * classes + k] - Number(row[`score_${k}`]));
        largest = difference <= largest ? largest : difference; // NaN goes through as the largest
      }
      const decided = probabilities.data[i * classes + 1] >= 0.5;
      changed += decided === Number(row.score_1) >= 0.5 ? 0 : 1;
    });
  }
  const passed = largest <= 1e-5 && changed === 0;
  const text = `${rows.length} images, largest probability difference ${largest.toExponential(1)}, ${changed} changed decisions`;
  return { passed, text };
}
