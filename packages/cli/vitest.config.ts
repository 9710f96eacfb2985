import { defineConfig } from "vitest/config";

// Crawls run and a browser is driven while the other packages' tests want the same cores.
export default defineConfig({ test: { expect: { poll: { timeout: 20_000 } } } });
