import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";

import type { GallerySnapshot } from "../contract/gallery-event.ts";

const icon =
  "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E" +
  "%3Crect width='16' height='16' rx='4' fill='%23c2410c'/%3E" +
  "%3Cpath d='M3 12l3.5-5 2.5 3 1.5-2L13 12z' fill='%23fff'/%3E%3Ccircle cx='11' cy='5' r='1.4' fill='%23fff'/%3E%3C/svg%3E";

/** Stands near the beginning of every page of this program, and of no other's. */
export const generatorTag = '<meta name="generator" content="reddit-crawler">';

/** The page's script and style sheet, as the build leaves them. */
export interface PageAssets {
  script: string;
  style: string;
}

// As URLs beside this module: the bundle of the commands takes a copy of what is named so.
const script = new URL("../../dist/page.js", import.meta.url);
const style = new URL("../../dist/page.css", import.meta.url);

/** @throws {Error} when the page has not been built. */
export async function readPageAssets(): Promise<PageAssets> {
  const read = async (file: URL) =>
    readFile(file, "utf8").catch((cause: unknown) => {
      const name = basename(fileURLToPath(file));
      throw new Error(`The gallery's ${name} is missing. Build it with "npx -y pnpm@12 build".`, {
        cause,
      });
    });
  return { script: await read(script), style: await read(style) };
}

/** The page that a server gives: it loads `page.css` and `page.js` and asks `events` for what to show. */
export function servedDocument(): string {
  return htmlDocument({
    head: `<link rel="stylesheet" href="page.css"><script src="page.js" defer></script>`,
    end: "",
  });
}

/**
 * The page as one file that works from disk: script, style and everything it shows are inside, pictures are referred to
 * by their paths beside it. Its policy names the digests of its own script and style, so that nothing else in it can run.
 */
export function selfContainedDocument(
  { script, style }: PageAssets,
  shown: GallerySnapshot,
): string {
  for (const [text, end] of [
    [script, "</script"],
    [style, "</style"],
  ] as const)
    if (text.toLowerCase().includes(end)) throw new Error(`The built page contains ${end}.`);
  const policy = contentPolicy({
    script: digestSource(script),
    style: digestSource(style),
    pictures: "'self' file:",
    connect: "'none'",
  });
  // With "<" escaped no text in the data can end its element (https://html.spec.whatwg.org/#restrictions-for-contents-of-script-elements).
  const data = JSON.stringify(shown).replaceAll("<", String.raw`\u003c`);
  return htmlDocument({
    head: `<meta http-equiv="Content-Security-Policy" content="${policy}"><style>${style}</style>`,
    end: `<script type="application/json" id="gallery-data">${data}</script><script>${script}</script>`,
  });
}

/**
 * A Content-Security-Policy under which nothing but these sources (source lists) is loaded or run, and no text can become markup
 * (https://www.w3.org/TR/trusted-types/). `data:` is the page's own icon.
 */
export function contentPolicy({
  script,
  style,
  pictures,
  connect,
}: Record<"script" | "style" | "pictures" | "connect", string>): string {
  return [
    "default-src 'none'",
    `script-src ${script}`,
    `style-src ${style}`,
    `img-src ${pictures} data:`,
    `media-src ${pictures}`,
    `connect-src ${connect}`,
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join("; ");
}

function digestSource(text: string): string {
  return `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
}

function htmlDocument({ head, end }: { head: string; end: string }): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">
<meta name="color-scheme" content="light dark">
${generatorTag}
<meta name="referrer" content="no-referrer">
<title>Gallery</title>
<link rel="icon" href="${icon}">
${head}
</head>
<body>
<div id="gallery"></div>
<noscript>This page shows its pictures with JavaScript. The picture files lie in the folders beside it.</noscript>
${end}
</body>
</html>
`;
}
