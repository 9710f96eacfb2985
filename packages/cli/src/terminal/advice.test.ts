import { expect, test } from "vitest";

import { systemAdvice, whereToLook } from "./advice.ts";

const failed = (message: string, fields: object) => Object.assign(new Error(message), fields);

test.each([
  [
    failed("listen EADDRINUSE: address already in use 127.0.0.1:80", { code: "EADDRINUSE" }),
    "address already in use 127.0.0.1:80: choose another port with --port, or end what listens there.",
  ],
  [
    failed("EROFS: read-only file system", { code: "EROFS", path: "/cd/pictures" }),
    "/cd/pictures cannot be written (EROFS): choose another folder with --out, or move away what is in the way.",
  ],
  [
    failed("ENOSPC: no space left on device, write", { code: "ENOSPC" }),
    "The disk is full (ENOSPC), at /pictures: make room, and run the same command again to go on; or choose another folder with --out.",
  ],
  [
    failed("EDQUOT: quota", { code: "EDQUOT", path: "/home/x" }),
    "Your share of the disk is used up (EDQUOT), at /home/x: make room, and run the same command again to go on; or choose another folder with --out.",
  ],
  [
    failed("ENAMETOOLONG: mkdir", { code: "ENAMETOOLONG", path: `/${"n".repeat(300)}` }),
    `/${"n".repeat(199)}… is too long a name (ENAMETOOLONG): choose another folder with --out, or move away what is in the way.`,
  ],
  [
    failed("ENOENT: mkdir", { code: "ENOENT", path: "/proc/nope" }),
    "/proc/nope is not there and cannot be made (ENOENT): choose another folder with --out, or move away what is in the way.",
  ],
  [
    failed("EISDIR: rename", { code: "EISDIR", path: "/p/x.part", dest: "/p/crawl.json" }),
    "/p/crawl.json is a folder, where a file has to be (EISDIR): choose another folder with --out, or move away what is in the way.",
  ],
  [
    failed("EMFILE: open", { code: "EMFILE" }),
    'Too many files are open (EMFILE): end other programs, or raise the limit with "ulimit -n 4096", and run the same command again.',
  ],
  [
    new TypeError("fetch failed", { cause: failed("connect x", { code: "ECONNREFUSED" }) }),
    "A server could not be reached (connect x): check the network, and HTTPS_PROXY where there is a proxy.",
  ],
])("tells what to do about %s", (error, advice) => {
  expect(systemAdvice(error, "/pictures")).toBe(advice);
});

test.each([new TypeError("x is not a function"), failed("odd", { code: "EACCES" }), "text"])(
  "has no advice about %s, which keeps its stack",
  (error) => {
    expect(systemAdvice(error, "/pictures")).toBeUndefined();
  },
);

test.each([
  ["/pictures/index.html", /^Look at them in a browser: \/pictures\/index\.html$/],
  [
    "/pictures/gallery.html",
    /\/pictures\/gallery\.html \(the index\.html there belongs to something else/,
  ],
])("names the page %s, and why it has its name", (page, words) => {
  expect(whereToLook(page)).toMatch(words);
});

test("says how to have small copies where ten large pictures have none", () => {
  expect(whereToLook("/pictures/index.html", 9).split("\n")).toHaveLength(1);
  expect(whereToLook("/pictures/index.html", 10).split("\n")).toEqual([
    expect.anything(),
    expect.stringMatching(/10 large pictures, .*"start"/),
  ]);
});
