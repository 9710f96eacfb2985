import { createHash } from "node:crypto";

import { describe, expect, test } from "vitest";

import type { GallerySnapshot } from "../contract/gallery-event.ts";
import { shapePost } from "../library/shape-post.ts";
import { sampleRecord } from "@reddit-crawler/picture-folder/testing/sample-records";
import { selfContainedDocument } from "./gallery-document.ts";
import { readPageAssets } from "./gallery-document.ts";

const hostile = `</script><script>alert(1)</script><!--<script>\u2028"'&lt;`;

function documentOf(title: string, assets = { script: "run()", style: "p{}" }): string {
  const posts = [shapePost(sampleRecord("1a", { post: { title } }), () => undefined)];
  return selfContainedDocument(assets, { crawls: [], posts });
}

function between(text: string, start: string, end: string): string {
  return text.split(start)[1]?.split(end)[0] ?? "";
}

describe("index.html", () => {
  test("holds what it shows, whatever other people wrote", () => {
    const html = documentOf(hostile);
    const json = between(html, '<script type="application/json" id="gallery-data">', "</script>");
    const shown: GallerySnapshot = JSON.parse(json);
    expect(shown.posts[0]?.title).toBe(hostile);
    expect(html.match(/<script/g)).toHaveLength(2);
    expect(html).not.toContain("<!--");
  });

  test("lets run the script and the style that it was built with, and nothing else", async () => {
    const assets = await readPageAssets();
    const html = documentOf("Cat", assets);
    const policy = between(html, 'Content-Security-Policy" content="', '"');
    const digest = (text: string) =>
      `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
    expect(policy).toContain(
      `script-src ${digest(between(html, "</script><script>", "</script>"))};`,
    );
    expect(policy).toContain(`style-src ${digest(between(html, "<style>", "</style>"))};`);
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("connect-src 'none'");
    expect(policy).not.toMatch(/unsafe|https?:|\*/);
  });

  test("asks nothing of the network", async () => {
    const { script, style } = await readPageAssets();
    expect(style).not.toMatch(/url\(|@import/);
    const urls = script.match(/https?:\/\/[^"'`\s]*/g) ?? [];
    // Namespaces of SVG and MathML are names, not addresses.
    expect(urls.filter((url) => !url.startsWith("http://www.w3.org/"))).toEqual([]);
  });

  test.each([
    { script: "a='</SCRIPT>'", style: "" },
    { script: "", style: "p{content:'</style>'}" },
  ])("is not written when the build would break out of it: %j", (assets) => {
    expect(() => documentOf("Cat", assets)).toThrow("contains");
  });
});
