import { defineConfig } from "vitest/config";

// A browser is driven while the other packages' tests want the same cores.
export default defineConfig({
  test: { testTimeout: 60_000, hookTimeout: 60_000, expect: { poll: { timeout: 20_000 } } },
});
