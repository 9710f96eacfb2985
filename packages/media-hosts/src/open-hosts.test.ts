import { ConfigError } from "@reddit-crawler/function-runtime/errors";
import { mediaHostNames } from "@reddit-crawler/message-schema";
import { describe, expect, test } from "vitest";

import { mediaHosts } from "./index.ts";
import { original, picture } from "./link-readings.ts";
import { openHosts } from "./open-hosts.ts";

describe("a setting", () => {
  test.each([
    ["reddit,imgur", ["reddit", "imgur"]],
    [" Imgur , reddit,", ["reddit", "imgur"]],
    ["redgifs", ["redgifs"]],
    ["all", mediaHostNames],
    ["reddit,all", mediaHostNames],
  ])("%j opens %j", (setting, names) => {
    expect(mediaHosts(setting).names).toEqual(names);
  });

  test.each([
    ["reddit,imgr", "MEDIA_HOSTS names unknown hosts: imgr. Known are: reddit, imgur, "],
    [" , ", "MEDIA_HOSTS is empty. Known are: reddit, imgur, "],
  ])("%j stops the start and names the known hosts", (setting, message) => {
    expect(() => mediaHosts(setting)).toThrow(ConfigError);
    expect(() => mediaHosts(setting)).toThrow(message);
  });
});

describe("a download or redirect", () => {
  test.each([
    ["https://i.redd.it/a.jpg", true],
    ["https://www.reddit.com/media?url=x", true],
    ["https://i.imgur.com/removed.png", true],
    ["http://i.redd.it/a.jpg", false],
    ["https://i.redd.it:8443/a.jpg", false],
    ["https://user@i.redd.it/a.jpg", false],
    ["https://i.redd.it./a.jpg", false],
    ["https://notredd.it/a.jpg", false],
    ["https://i.redd.it.evil.com/a.jpg", false],
    ["https://evil.com/i.redd.it/a.jpg", false],
    ["https://i.rеdd.it/a.jpg", false],
    ["https://media.redgifs.com/a.mp4", false],
    ["https://api.imgur.com/3/image/a", false],
    ["https://127.0.0.1/a.jpg", false],
    ["data:image/png;base64,AAAA", false],
  ])("to %s is allowed: %s", (link, expected) => {
    expect(mediaHosts("reddit,imgur").allows(new URL(link))).toBe(expected);
  });

  test.each([
    ["https://example.com/a.jpg", true],
    ["https://127.0.0.1/a.jpg", false],
    ["https://[::1]/a.jpg", false],
    ["https://metadata.google.internal/a.jpg", false],
    ["https://localhost/a.jpg", false],
  ])("to %s is allowed while every host is open: %s", (link, expected) => {
    expect(mediaHosts("all").allows(new URL(link))).toBe(expected);
  });
});

describe("what a crawl wants", () => {
  test.each([
    ["all", "reddit,giphy", "reddit,giphy"],
    ["reddit,imgur", "all", "reddit,imgur"],
    ["reddit,imgur", " IMGUR ,giphy", "imgur"],
    ["reddit", "imgur", ""],
    ["reddit", "", ""],
  ])("of the hosts that %s opens, %j leaves %j", (setting, wanted, open) => {
    expect(mediaHosts(setting, wanted).names.join()).toBe(open);
  });

  test("may name every host that there is", () => {
    expect(mediaHosts("all").names).toEqual(mediaHostNames);
  });
});

describe("a link", () => {
  test.each([
    ["https://www.redgifs.com/watch/somename", "host-not-enabled"],
    ["https://example.com/a.jpg", "host-not-enabled"],
    ["https://www.reddit.com/media?url=https%3A%2F%2Fexample.com%2Fa.jpg", "host-not-enabled"],
    ["https://example.com/article", "unsupported-host"],
    ["https://www.redgifs.com/", "unsupported-host"],
    ["https://i.redd.it.evil.com/article", "unsupported-host"],
  ])("%s says whether it would be a picture: %s", (link, reason) => {
    expect(mediaHosts("reddit,imgur").read(link)).toEqual({ kind: "nothing", reason });
  });

  test("names the file that speaks for its host", () => {
    const hosts = mediaHosts("all");
    const nameOf = (link: string) => hosts.hostOf(new URL(link))?.name;
    expect(nameOf("https://i.imgur.com/a.jpg")).toBe("imgur");
    expect(nameOf("https://66.media.tumblr.com/a.jpg")).toBe("tumblr");
    expect(nameOf("https://example.com/a.jpg")).toBe("direct");
    expect(mediaHosts("reddit").hostOf(new URL("https://example.com/a.jpg"))).toBeUndefined();
  });
});

describe("a careless host's file", () => {
  const file = "https://careless.example.org/a.jpg";
  const bad = ["https://elsewhere.example/a.jpg", "http://careless.example.org/a.jpg", "no url"];
  const read = (...urls: string[]) =>
    openHosts("careless", [
      {
        name: "careless",
        domains: ["careless.example.org"],
        read: () => picture(...urls.map(original)),
      },
    ]).read("https://careless.example.org/");

  test("leads nowhere but to open hosts", () => {
    expect(read(...bad, file)).toEqual({ kind: "picture", candidates: [original(file)] });
    expect(read(...bad)).toEqual({ kind: "nothing", reason: "host-not-enabled" });
  });
});
