import { expect, test } from "vitest";

import { parseWebLink } from "./web-link.ts";

test.each([
  ["https://i.redd.it/a.jpg", "https://i.redd.it/a.jpg"],
  ["  http://I.Redd.It:80/A.jpg \n", "https://i.redd.it/A.jpg"],
  ["https://i.redd.it:443/a.jpg", "https://i.redd.it/a.jpg"],
  ["https://i.redd.it./a.jpg", "https://i.redd.it/a.jpg"],
  ["https://i.redd.it/a.jpg?x=1&amp;s=2#top", "https://i.redd.it/a.jpg?x=1&s=2"],
  ["https://i.redd.it\\@evil.example/a.jpg", "https://i.redd.it/@evil.example/a.jpg"],
])("reads %j as %s", (link, href) => {
  expect(parseWebLink(link)).toMatchObject({ kind: "link", url: new URL(href) });
});

test("keeps the fragment apart, without its mark", () => {
  const link = "https://en.wikipedia.org/wiki/Cat#/media/File:A.jpg";
  expect(parseWebLink(link)).toMatchObject({ fragment: "/media/File:A.jpg" });
  expect(parseWebLink("https://i.redd.it/a.jpg#")).not.toHaveProperty("fragment");
});

test.each([
  ["", "invalid-url"],
  ["no link", "invalid-url"],
  ["/r/pics", "invalid-url"],
  ["https://", "invalid-url"],
  ["https://[::1", "invalid-url"],
  ["javascript:alert(1)", "unsupported-scheme"],
  ["data:image/png;base64,AAAA", "unsupported-scheme"],
  ["file:///etc/passwd", "unsupported-scheme"],
  ["ftp://i.redd.it/a.jpg", "unsupported-scheme"],
  ["https://user@i.redd.it/a.jpg", "refused-url"],
  ["https://i.redd.it:pass@evil.example/a.jpg", "refused-url"],
  ["https://i.redd.it:8443/a.jpg", "refused-url"],
  ["https://127.0.0.1/a.jpg", "refused-url"],
  ["https://169.254.169.254/latest/meta-data/x.png", "refused-url"],
  ["https://2130706433/a.jpg", "refused-url"],
  ["https://0x7f.1/a.jpg", "refused-url"],
  ["https://0177.0.0.1/a.jpg", "refused-url"],
  ["https://[::1]/a.jpg", "refused-url"],
  ["https://[::ffff:7f00:1]/a.jpg", "refused-url"],
  ["https://localhost/a.jpg", "refused-url"],
  ["https://intranet/a.jpg", "refused-url"],
  ["https://printer.local/a.jpg", "refused-url"],
  ["https://metadata.google.internal/a.jpg", "refused-url"],
  [`https://i.redd.it/${"a".repeat(2048)}.jpg`, "refused-url"],
  [`https://i.redd.it/${"é".repeat(1000)}.jpg`, "refused-url"],
])("refuses %j: %s", (link, reason) => {
  expect(parseWebLink(link)).toEqual({ kind: "refused", reason });
});
