import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";

/** The page's script and style sheet, as the build leaves them. */
export interface PageAssets {
  script: string;
  style: string;
}

const distFolder = resolve(import.meta.dirname, "../../dist");

/** @throws {Error} when the page has not been built. */
export async function readPageAssets(): Promise<PageAssets> {
  const read = async (name: string) =>
    readFile(join(distFolder, name), "utf8").catch((cause: unknown) => {
      throw new Error(`The gallery's ${name} is missing. Build it with "npx -y pnpm@12 build".`, {
        cause,
      });
    });
  return { script: await read("page.js"), style: await read("page.css") };
}
