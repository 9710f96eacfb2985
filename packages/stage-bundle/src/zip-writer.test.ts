import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { inflateRawSync } from "node:zlib";

import { describe, expect, test } from "vitest";

import { writeZip } from "./zip-writer.ts";

const entries = [
  { path: "index.js", bytes: Buffer.from("exports.handler = () => 1;\n") },
  { path: "a/b.txt", bytes: Buffer.from("ü".repeat(1000)) },
];

describe("a zip", () => {
  test("lists its entries sorted, readable by everyone, made by Unix", async () => {
    const zip = await writeZip(entries);
    const start = zip.readUInt32LE(zip.length - 6);
    expect(zip.readUInt32LE(start)).toBe(0x02014b50);
    expect(zip.readUInt8(start + 5)).toBe(3);
    expect(zip.readUInt32LE(start + 38) >>> 16).toBe(0o100644);
    expect(zip.toString("utf8", start + 46, start + 53)).toBe("a/b.txt");
  });

  test("returns the bytes that went in", async () => {
    const zip = await writeZip([entries[0]!]);
    const size = zip.readUInt32LE(18);
    const from = 30 + zip.readUInt16LE(26);
    expect(inflateRawSync(zip.subarray(from, from + size))).toEqual(entries[0]!.bytes);
  });

  test("has the same bytes whatever the order of its entries", async () => {
    expect(await writeZip(entries)).toEqual(await writeZip(entries.toReversed()));
  });

  test.each(["UTC", "Asia/Tokyo", "America/New_York"])(
    "has the same bytes in %s",
    async (timeZone) => {
      const script = `
      import { createHash } from "node:crypto";
      import { writeZip } from ${JSON.stringify(new URL("zip-writer.ts", import.meta.url).href)};
      const zip = await writeZip([{ path: "index.js", bytes: Buffer.from("x") }]);
      console.log(createHash("sha256").update(zip).digest("hex"));`;
      const digest = execFileSync(process.execPath, ["--input-type=module", "-e", script], {
        env: { ...process.env, TZ: timeZone },
        encoding: "utf8",
      }).trim();
      const here = await writeZip([{ path: "index.js", bytes: Buffer.from("x") }]);
      expect(digest).toBe(createHash("sha256").update(here).digest("hex"));
    },
  );
});
