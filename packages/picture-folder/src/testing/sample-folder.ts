import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

import type { CrawlSummary, PostRecord } from "@reddit-crawler/message-schema";
import sharp from "sharp";

const shapes = [
  [400, 500],
  [500, 400],
  [450, 450],
  [640, 360],
  [300, 600],
] as const;

/** An output folder of a test. */
export interface SampleFolder {
  path: string;
  /** Writes the pictures that `records` name, in several proportions. */
  addPictures(records: readonly PostRecord[]): Promise<void>;
  /** Writes a crawl as the commands keep it. */
  addCrawl(summary: CrawlSummary, records: readonly PostRecord[]): Promise<void>;
  write(path: string, bytes: string | Uint8Array): Promise<void>;
  remove(): Promise<void>;
}

/** An empty folder. */
export async function sampleFolder(): Promise<SampleFolder> {
  const path = await mkdtemp(join(tmpdir(), "gallery-"));
  const drawn = new Map<string, Buffer>();
  const draw = async (number: number, extension: string) => {
    const [width, height] = shapes[number % shapes.length] ?? shapes[0];
    const name = `${width}.${extension}`;
    const bytes = drawn.get(name) ?? (await picture(width, height, extension));
    drawn.set(name, bytes);
    return bytes;
  };
  const write = async (name: string, bytes: string | Uint8Array) => {
    const file = join(path, name);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, bytes);
  };
  const folder: SampleFolder = {
    path,
    write,
    addPictures: async (records) => {
      let number = 0;
      for (const { links } of records)
        for (const { key } of links)
          if (key !== undefined)
            await write(
              key.replace(/^media\//, ""),
              await draw(number++, key.split(".").at(-1) ?? "jpg"),
            );
    },
    addCrawl: async (summary, records) => {
      await folder.addPictures(records);
      const crawl = `_crawls/${summary.crawlId}`;
      await write(`${crawl}/crawl.json`, JSON.stringify(summary));
      for (const record of records)
        await write(`${crawl}/posts/${record.post.id}.json`, JSON.stringify(record));
    },
    remove: () => rm(path, { recursive: true, force: true }),
  };
  return folder;
}

async function picture(width: number, height: number, extension: string): Promise<Buffer> {
  const hue = (width * 7 + height * 3) % 360;
  const drawing =
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">` +
    `<rect width="100%" height="100%" fill="hsl(${hue} 45% 70%)"/>` +
    `<circle cx="50%" cy="50%" r="28%" fill="hsl(${hue} 45% 45%)"/></svg>`;
  const image = sharp(Buffer.from(drawing));
  switch (extension) {
    case "png":
      return image.png().toBuffer();
    case "gif":
      return image.gif().toBuffer();
    case "webp":
      return image.webp().toBuffer();
    case "avif":
      return image.avif({ effort: 0 }).toBuffer();
    default:
      return image.jpeg().toBuffer();
  }
}
