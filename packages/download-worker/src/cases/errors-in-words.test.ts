import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { redirect, send } from "../testing/host-behaviours.ts";
import { loopbackHosts } from "../testing/loopback-hosts.ts";
import { samplePicture } from "@reddit-crawler/function-runtime/testing/sample-pictures";

let hosts: Awaited<ReturnType<typeof loopbackHosts>>;
beforeAll(async () => {
  hosts = await loopbackHosts();
});
afterAll(() => hosts.close());

const words = "<html><h1>Imgur is temporarily over capacity</h1>";

describe("a host that says in words that it is asked too much has a cooldown", () => {
  test.each([200, 400, 403, 404, 500, 502, 503])("with status %i", async (status) => {
    expect(await hosts.outcomeOf(send(words, {}, status))).toBe("throttled: http-429, 600 s");
  });

  test.each(["Too Many Requests", '{"error":"rate limit exceeded"}'])("as %s", async (body) => {
    expect(await hosts.outcomeOf(send(body, {}, 403))).toBe("throttled: http-429, 600 s");
  });

  test("for the wait that it names", async () => {
    const behaviour = send(words, { "retry-after": "7" }, 503);
    expect(await hosts.outcomeOf(behaviour)).toBe("throttled: http-429, 7 s");
  });
});

describe("a picture's redirect to a wall is named, and not followed", () => {
  test.each([
    ["/login?next=/cat.jpg", "refused: login-wanted"],
    ["https://elsewhere.example/users/sign_in", "refused: login-wanted"],
    ["https://www.reddit.com/over18?dest=x", "refused: age-check-wanted"],
    ["https://elsewhere.example/", "refused: host-not-allowed"],
  ])("%s", async (location, outcome) => {
    expect(await hosts.outcomeOf(redirect(location))).toBe(outcome);
  });

  test("but a picture of that name is one", async () => {
    hosts.behaviours.set("/login.jpg", send(samplePicture("jpg")));
    expect(await hosts.outcomeOf(redirect("/login.jpg"))).toMatch(/^jpg, /);
  });
});

describe("other words change nothing", () => {
  test.each([
    [403, "Forbidden", "refused: refused-by-host"],
    [404, "<html>Not here</html>", "gone: http-404"],
    [200, "<html>A page</html>", "not-a-picture: markup"],
    [500, "Internal Server Error", "later: http-500"],
    [403, `${"x".repeat(20_000)} over capacity`, "refused: refused-by-host"],
  ])("status %i", async (status, body, outcome) => {
    expect(await hosts.outcomeOf(send(body, {}, status))).toBe(outcome);
  });
});
