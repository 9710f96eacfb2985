import type { LookupAddress } from "node:dns";

import { describe, expect, test } from "vitest";

import { isPublicAddress, publicOnly } from "./public-address.ts";

test.each([
  "0.0.0.0",
  "10.1.2.3",
  "100.64.0.1",
  "127.0.0.1",
  "127.8.9.10",
  "169.254.169.254",
  "172.16.0.1",
  "172.31.255.255",
  "192.0.0.8",
  "192.168.1.1",
  "198.18.0.1",
  "224.0.0.1",
  "255.255.255.255",
  "::",
  "::1",
  "::127.0.0.1",
  "::ffff:127.0.0.1",
  "::ffff:a9fe:a9fe",
  "::ffff:0:127.0.0.1",
  "2001:10::1",
  "3fff::1",
  "5f00::1",
  "64:ff9b::7f00:1",
  "2002:7f00:1::",
  "fc00::1",
  "fd12::1",
  "fe80::1",
  "ff02::1",
  "not an address",
  "",
])("%j is not public", (address) => {
  expect(isPublicAddress(address)).toBe(false);
});

test.each([
  "1.1.1.1",
  "151.101.1.140",
  "172.32.0.1",
  "192.0.1.1",
  "2606:4700::1111",
  "2001:4860::1",
])("%j is public", (address) => {
  expect(isPublicAddress(address)).toBe(true);
});

describe("a lookup for public addresses only", () => {
  const resolvingTo = (...addresses: string[]) =>
    publicOnly(((_host: string, _options: object, done: Function) =>
      done(
        null,
        addresses.map((address) => ({ address, family: address.includes(":") ? 6 : 4 })),
      )) as never);
  const ask = (lookup: ReturnType<typeof publicOnly>, all: boolean) =>
    new Promise<string | LookupAddress[]>((resolve, reject) =>
      lookup("i.redd.it", { all }, (error, address) => (error ? reject(error) : resolve(address))),
    );

  test("hands on exactly the addresses that it checked", async () => {
    expect(await ask(resolvingTo("1.1.1.1", "2606:4700::1111"), true)).toEqual([
      { address: "1.1.1.1", family: 4 },
      { address: "2606:4700::1111", family: 6 },
    ]);
    expect(await ask(resolvingTo("1.1.1.1"), false)).toBe("1.1.1.1");
  });

  test("refuses the host when any one address is not public", async () => {
    await expect(ask(resolvingTo("1.1.1.1", "169.254.169.254"), true)).rejects.toMatchObject({
      code: "EADDRNOTPUBLIC",
      message: "i.redd.it resolves to 169.254.169.254, which is not a public address",
    });
  });

  test("passes a failed resolution on", async () => {
    const lookup = publicOnly(((_host: string, _options: object, done: Function) =>
      done(Object.assign(new Error("no such host"), { code: "ENOTFOUND" }))) as never);
    await expect(ask(lookup, true)).rejects.toMatchObject({ code: "ENOTFOUND" });
  });
});
