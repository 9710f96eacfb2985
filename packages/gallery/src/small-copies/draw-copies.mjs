// @ts-check
// The program of a copy drawer: draws the small copy of every picture that it is sent, some at a time. It ends with the
// command: when the channel to its parent closes.
// JavaScript, and nothing imported but sharp, because the bundle of the commands takes a copy of this file as it is.

/** @import { CopyAnswer, CopyRequest } from "./copy-drawer.ts" */

/** Of a picture to decode; far more than cameras make, and 1 GB of memory. */
const mostPixels = 250_000_000;
const mostSeconds = 30;

// It only reads, so that nothing is lost.
process.once("disconnect", () => process.kill(process.pid, "SIGKILL"));
// Ctrl-C reaches every process of a terminal; the parent decides what to do about it.
process.on("SIGINT", () => {});

/** Undefined where this platform has none. */
const loading = import("sharp").then(
  ({ default: sharp }) => {
    // One thread for each picture, and no memory of earlier ones.
    sharp.concurrency(1);
    sharp.cache(false);
    return sharp;
  },
  () => undefined,
);

process.on("message", (request) => {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- written by copy-drawer.ts
  void answer(/** @type {CopyRequest} */ (request));
});

/** @param {CopyRequest} request */
async function answer({ id, file, width }) {
  /** @param {CopyAnswer} message */
  const report = (message) => void process.send?.(message);
  const sharp = await loading;
  if (!sharp) {
    report({ kind: "no-sharp", id });
    return;
  }
  try {
    report({ kind: "drawn", id, bytes: await drawCopy(sharp, file, width) });
  } catch (error) {
    report({ kind: "failed", id, message: error instanceof Error ? error.message : String(error) });
  }
}

/**
 * A WebP that names the picture's mean colour.
 * @param {typeof import("sharp").default} sharp
 * @param {string} file
 * @param {number} width
 */
async function drawCopy(sharp, file, width) {
  const drawn = await sharp(file, { limitInputPixels: mostPixels })
    .autoOrient()
    .resize({ width, withoutEnlargement: true })
    .timeout({ seconds: mostSeconds })
    .raw()
    .toBuffer({ resolveWithObject: true });
  const small = sharp(drawn.data, { raw: drawn.info });
  const pixel = small.clone().flatten().toColourspace("srgb").resize(1, 1, { kernel: "linear" });
  const colour = (await pixel.raw().toBuffer()).toString("hex");
  return small
    .webp({ quality: 75, effort: 1 })
    .withExif({ IFD0: { ImageDescription: `#${colour}` } })
    .toBuffer();
}
