import { lstat } from "node:fs/promises";

import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { sampleFolder, type SampleFolder } from "../testing/sample-folder.ts";
import { pictureNames } from "./picture-names.ts";

vi.mock("node:fs/promises", { spy: true });

let folder: SampleFolder;
beforeEach(async () => {
  folder = await sampleFolder();
});
afterEach(async () => {
  vi.mocked(lstat).mockReset();
  await folder.remove();
});

/** Chooses among two names on a disk that answers the first with `code`. */
async function chooseWhereRefused(code: string): Promise<string> {
  vi.mocked(lstat).mockRejectedValueOnce(Object.assign(new Error(code), { code }));
  const names = await pictureNames(folder.path);
  return names.choose("media/aww/1abc/01.jpg", ["aww/Cat.jpg", "aww/1abc-01.jpg"], {});
}

test.each(["EILSEQ", "EINVAL", "ENAMETOOLONG"])(
  "a name that the disk refuses with %s gives way to the next",
  async (code) => {
    expect(await chooseWhereRefused(code)).toBe("aww/1abc-01.jpg");
  },
);

test("a disk that fails is no reason for another name", async () => {
  await expect(chooseWhereRefused("EIO")).rejects.toThrow("EIO");
});
