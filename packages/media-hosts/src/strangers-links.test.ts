import * as fc from "fast-check";
import { expect, test } from "vitest";

import { mediaHosts } from "./index.ts";
import type { LinkReading } from "./media-host.ts";

const host = fc.constantFrom(
  ..."i.redd.it preview.redd.it external-preview.redd.it www.reddit.com redd.it out.reddit.com i.imgur.com imgur.com m.imgur.io".split(
    " ",
  ),
  ..."gfycat.com thumbs2.redgifs.com media1.giphy.com giphy.com www.flickr.com flic.kr live.staticflickr.com".split(
    " ",
  ),
  ..."66.media.tumblr.com pbs.twimg.com ibb.co i.ibb.co postimg.cc i.pinimg.com upload.wikimedia.org tenor.com example.com".split(
    " ",
  ),
  ..."i.redd.it.evil.com evil-redd.it 127.0.0.1 [::1] localhost user@i.redd.it i.redd.it:81 i.redd.it.".split(
    " ",
  ),
);
const word = fc.oneof(
  fc.constantFrom(
    ..."a gallery media r t comments s watch gifs photos thumb award_images download v1.x -v0- , & .. %2f %E0%A4 removed.png".split(
      " ",
    ),
  ),
  fc.stringMatching(/^[A-Za-z0-9]{1,9}(?:\.[a-z]{2,4})?$/),
  fc.string({ unit: "binary", maxLength: 6 }),
);
const query = fc
  .webUrl({ withQueryParameters: true })
  .map((url) => `?url=${encodeURIComponent(url)}&s=1`);
const link = fc
  .record({
    scheme: fc.constantFrom("https://", "http://", "//", ""),
    host,
    path: fc.array(word, { maxLength: 5 }),
    query: fc.oneof(fc.constant(""), query, fc.string()),
  })
  .map(({ scheme, host, path, query }) => `${scheme}${host}/${path.join("/")}${query}`);
const nested = link.map((inner) => `https://www.reddit.com/media?url=${encodeURIComponent(inner)}`);
const anything = fc.oneof(link, nested, fc.webUrl(), fc.string({ unit: "binary" }));

/** Every address that a reading leads to. */
function leadsTo(reading: LinkReading): URL[] {
  if (reading.kind !== "picture" && reading.kind !== "page") return [];
  const files = reading.candidates.map(({ url }) => new URL(url));
  return reading.kind === "page" ? [reading.page, ...files] : files;
}

test.each(["reddit", "imgur", "reddit,imgur", "redgifs,giphy,flickr,tumblr", "all"])(
  "whatever a stranger writes, reading it never throws and never leads to a host that is not open (%s)",
  (setting) => {
    const hosts = mediaHosts(setting);
    fc.assert(
      fc.property(anything, (text) => {
        const urls = leadsTo(hosts.read(text, "https://www.reddit.com/"));
        expect(urls.filter((url) => !hosts.allows(url))).toEqual([]);
      }),
      { numRuns: 2000 },
    );
  },
);

test("a best candidate reads as itself: reading it again finds nothing better", () => {
  const hosts = mediaHosts("all");
  fc.assert(
    fc.property(anything, (text) => {
      const reading = hosts.read(text);
      fc.pre(reading.kind === "picture");
      const [best] = leadsTo(reading);
      expect(leadsTo(hosts.read(best?.href ?? ""))[0]?.href).toBe(best?.href);
    }),
    { numRuns: 500, maxSkipsPerRun: 50 },
  );
});
