import { expect, test } from "vitest";

import { withPlainKeys } from "./sdk-operations.ts";

test("keys that stand in constants are written out", () => {
  expect(withPlainKeys('const _h = "http";\nexport var Invoke$ = [9, { [_h]: ["POST"] }];\n')).toBe(
    'const _h = "http";\nexport var Invoke$ = [9, { ["http"]: ["POST"] }];\n',
  );
});

test("a key of another origin stays as it is", () => {
  expect(withPlainKeys('const _h = "http";\n[{ [_h]: 1, [_other]: 2 }];\n')).toContain(
    "[_other]: 2",
  );
});

test("a file without such keys is not taken for the SDK's", () => {
  expect(() => withPlainKeys("export var Invoke$ = [9];\n")).toThrow("schemas have changed");
});
