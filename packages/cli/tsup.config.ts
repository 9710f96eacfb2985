import { copyFile, mkdir, readFile, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

import { readTemplate } from "@reddit-crawler/local-stack/template/crawler-template";
import { unpackCode } from "@reddit-crawler/local-stack/functions/unpack-code";
import { builtFiles } from "@reddit-crawler/stage-bundle/built-files";
import { defineConfig, type Options } from "tsup";

/** A file that a module names beside itself, such as `new URL("page.css", import.meta.url)`. */
const namedFile = /new URL\(\s*"([\w./-]+)",\s*import\.meta\.url,?\s*\)/g;

/** Copies each file that a module of ours names beside itself into the bundle's folder, under its own name. */
const copyNamedFiles: NonNullable<Options["esbuildPlugins"]>[number] = {
  name: "copy-named-files",
  setup(build) {
    const outDir = join(import.meta.dirname, "dist");
    const copies = new Map<string, string>();
    build.onLoad({ filter: /[\\/]packages[\\/][\w-]+[\\/]src[\\/].*\.ts$/ }, async ({ path }) => {
      const source = await readFile(path, "utf8");
      const contents = source.replaceAll(namedFile, (_whole, file: string) => {
        const name = basename(file);
        const original = join(dirname(path), file);
        if ((copies.get(name) ?? original) !== original)
          throw new Error(`Two files of the bundle are called ${name}: rename one.`);
        copies.set(name, original);
        return `new URL("${name}", import.meta.url)`;
      });
      if (source.includes("import.meta.dirname"))
        throw new Error(`${path} looks beside itself, where the bundle has other files.`);
      return { contents, loader: "ts" };
    });
    build.onEnd(async () => {
      await mkdir(outDir, { recursive: true });
      for (const [name, original] of copies) await copyFile(original, join(outDir, name));
    });
  },
};

/**
 * Gives modules Node's http by `require`. An import reads all that it exports, and so loads Node's second HTTP client,
 * which takes a tenth of a crawl's start.
 */
const requireHttp: NonNullable<Options["esbuildPlugins"]>[number] = {
  name: "require-http",
  setup(build) {
    const namespace = "required";
    build.onResolve({ filter: /^node:https?$/ }, ({ kind, path }) =>
      kind === "import-statement" ? { path, namespace } : undefined,
    );
    build.onLoad({ filter: /./, namespace }, ({ path }) => ({
      contents: `module.exports = require(${JSON.stringify(path)});`,
    }));
  },
};

/**
 * Does once what each start would do again: the template as JSON, and the zips unpacked, at paths by which Node's compile
 * cache knows the code again.
 */
async function prepareStart(): Promise<void> {
  const outDir = join(import.meta.dirname, "dist");
  await writeFile(join(outDir, "template.json"), JSON.stringify(readTemplate()));
  for (const [stage, { zip }] of Object.entries(builtFiles))
    await unpackCode(fileURLToPath(zip), join(outDir, "functions", stage));
}

/**
 * The commands as one program with everything it needs beside it: `dist/reddit-crawler.mjs`, its parts, which are read
 * when they are first wanted, the template, the stages' zips and the gallery's page.
 */
export default defineConfig({
  entry: { "reddit-crawler": "src/main.ts" },
  outDir: "dist",
  format: "esm",
  platform: "node",
  target: "node22",
  splitting: true,
  minify: true,
  clean: true,
  dts: false,
  silent: true,
  outExtension: () => ({ js: ".mjs" }),
  // All but sharp, which is a library for each platform; only what draws the demo's pictures wants it.
  noExternal: [/^(?!sharp$).*/],
  removeNodeProtocol: false,
  esbuildPlugins: [copyNamedFiles, requireHttp],
  onSuccess: prepareStart,
  // For the CommonJS modules among the libraries.
  banner: {
    js: `import { createRequire as requireOf } from "node:module"; const require = requireOf(import.meta.url);`,
  },
  esbuildOptions(options) {
    options.legalComments = "none";
    options.mainFields = ["module", "main"];
    options.metafile = true;
  },
});
