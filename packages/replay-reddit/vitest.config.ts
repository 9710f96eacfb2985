import { defineConfig } from "vitest/config";

// Pictures are drawn while the other packages' tests want the same cores.
export default defineConfig({
  test: { testTimeout: 120_000, expect: { poll: { timeout: 20_000 } } },
});
