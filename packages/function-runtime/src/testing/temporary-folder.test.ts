import { existsSync } from "node:fs";

import { afterEach, beforeEach, expect, test } from "vitest";

import { temporaryFolder } from "./temporary-folder.ts";

let own: string;
const before: { folder: string; wasThere: boolean }[] = [];
beforeEach(async () => void (own = await temporaryFolder("ü")));
afterEach(() => void before.push({ folder: own, wasThere: existsSync(own) }));

test.each(["first", "second"])("a %s test has a folder of its own, until its end", () => {
  expect(existsSync(own)).toBe(true);
  expect(before.map(({ folder, wasThere }) => [wasThere, existsSync(folder)])).toEqual(
    before.map(() => [true, false]),
  );
});
