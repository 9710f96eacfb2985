import type { IncomingHttpHeaders } from "node:http";

import { afterAll, beforeAll, expect, test } from "vitest";

import { redirect, send, status, type Behaviour } from "../testing/host-behaviours.ts";
import { loopbackHosts } from "../testing/loopback-hosts.ts";
import { samplePicture } from "@reddit-crawler/function-runtime/testing/sample-pictures";

let hosts: Awaited<ReturnType<typeof loopbackHosts>>;
beforeAll(async () => {
  hosts = await loopbackHosts();
});
afterAll(() => hosts.close());

const jpg = samplePicture("jpg");
const stored = "jpg, 2000 bytes, 2000 stored";

test.each<[code: number, headers: Record<string, string>, outcome: string]>([
  [400, {}, "refused: http-400"],
  [401, {}, "refused: refused-by-host"],
  [403, {}, "refused: refused-by-host"],
  [404, {}, "gone: http-404"],
  [410, {}, "gone: http-410"],
  [416, {}, "refused: http-416"],
  [451, {}, "refused: http-451"],
  [408, {}, "later: http-408"],
  [425, {}, "later: http-425"],
  [429, {}, "throttled: http-429, some s"],
  [429, { "retry-after": "7" }, "throttled: http-429, 7 s"],
  [429, { "retry-after": "soon" }, "throttled: http-429, some s"],
  [500, {}, "later: http-500"],
  [502, {}, "later: http-502"],
  [503, { "retry-after": "Thu, 01 Jan 1970 00:00:00 GMT" }, "throttled: http-503, 0 s"],
  [504, {}, "later: http-504"],
  [304, {}, "refused: http-304"],
])("status %i with %j", async (code, headers, outcome) => {
  expect(await hosts.outcomeOf(status(code, headers))).toBe(outcome);
});

test("a redirect within the hosts is followed, http included", async () => {
  hosts.behaviours.set("/next.jpg", redirect("http://preview.redd.it/last.jpg"));
  hosts.behaviours.set("/last.jpg", send(jpg));
  expect(await hosts.outcomeOf(redirect("/next.jpg"))).toBe(stored);
});

test("the sixth redirect is one too many", async () => {
  for (let hop = 1; hop <= 6; hop += 1)
    hosts.behaviours.set(`/hop${hop}`, redirect(`/hop${hop + 1}`));
  hosts.behaviours.set("/hop5", send(jpg));
  expect(await hosts.outcomeOf(redirect("/hop1"))).toBe(stored);
  hosts.behaviours.set("/hop5", redirect("/hop6"));
  hosts.behaviours.set("/hop6", send(jpg));
  expect(await hosts.outcomeOf(redirect("/hop1"))).toBe("not-a-picture: too-many-redirects");
});

test.each(["", "https://", "//", "https://i.redd.it:port/"])(
  "a redirect to %j leads nowhere",
  async (location) => {
    const answer: Behaviour = (response) =>
      void response.writeHead(302, location === "" ? {} : { location }).end();
    expect(await hosts.outcomeOf(answer)).toBe("not-a-picture: unreadable-redirect");
  },
);

test("Reddit's page about an upload, which it sends to in the upload's place, is no picture", async () => {
  hosts.behaviours.set("/media", send("<!doctype html><title>cat.jpg</title>"));
  const page = "https://www.reddit.com/media?url=https%3A%2F%2Fi.redd.it%2Fcat.jpg";
  expect(await hosts.outcomeOf(redirect(page))).toBe("not-a-picture: markup");
});

test.each(["https://i.redd.it/cat.jpg", "https://i.imgur.com/cat.jpg"])(
  "%s is asked for anything, by nobody's link",
  async (url) => {
    const asked: IncomingHttpHeaders[] = [];
    const behaviour: Behaviour = (response, request) => {
      asked.push(request.headers);
      send(jpg)(response, request);
    };
    expect(await hosts.outcomeOf(behaviour, url)).toBe(stored);
    expect(asked).toMatchObject([{ accept: "*/*" }]);
    expect(asked[0]).not.toHaveProperty("referer");
  },
);

test("imgur's picture for removed pictures is gone, not stored", async () => {
  hosts.behaviours.set("/abcdefg.jpg", redirect("https://i.imgur.com/removed.png"));
  hosts.behaviours.set("/removed.png", send(samplePicture("png", 503)));
  expect(await hosts.outcomeOf(undefined, "https://i.imgur.com/abcdefg.jpg")).toBe(
    "gone: placeholder",
  );
});

test("imgur's picture for removed pictures is gone at the removed one's own address, too", async () => {
  const placeholder = samplePicture("png", 503);
  placeholder.set(Buffer.from("0000000d49484452000000a100000051", "hex"), 8);
  expect(await hosts.outcomeOf(send(placeholder), "https://i.imgur.com/cat.jpg")).toBe(
    "gone: placeholder",
  );
});

test("imgur's picture for a whole country is a refusal, not the picture", async () => {
  const placeholder = samplePicture("png", 34_641);
  placeholder.set(Buffer.from("0000000d4948445200000150000001de", "hex"), 8);
  expect(await hosts.outcomeOf(send(placeholder), "https://i.imgur.com/cat.jpg")).toBe(
    "refused: host-shows-none-here",
  );
});

test.each(["png", "jpg"])("another %s of as many bytes is stored", async (extension) => {
  const small = samplePicture(extension, 503);
  expect(await hosts.outcomeOf(send(small), "https://i.imgur.com/cat.jpg")).toBe(
    `${extension}, 503 bytes, 503 stored`,
  );
});

test.each([
  "https://127.0.0.1/x.jpg",
  "https://2130706433/x.jpg",
  "https://0x7f.1/x.jpg",
  "https://[::1]/x.jpg",
  "https://[::ffff:127.0.0.1]/x.jpg",
  "https://169.254.169.254/latest/meta-data",
  "https://localhost/x.jpg",
  "https://i.redd.it.evil.test/x.jpg",
  "https://i.imgur.com@evil.test/x.jpg",
  "https://user:secret@i.redd.it/x.jpg",
  "https://i.redd.it:8443/x.jpg",
  "https://evilredd.it/x.jpg",
  "ftp://i.redd.it/x.jpg",
  "file:///etc/passwd",
  "data:image/png;base64,iVBORw0KGgo=",
  "javascript:alert(1)",
])("a link or a redirect to %s reaches nobody", async (location) => {
  expect(await hosts.outcomeOf(undefined, location)).toBe("refused: host-not-allowed");
  expect(await hosts.outcomeOf(redirect(location))).toBe("refused: host-not-allowed");
  expect(hosts.decoys).toEqual([]);
});
