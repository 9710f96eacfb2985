import { defineConfig } from "vitest/config";

// Stacks start while the other packages' tests want the same cores.
export default defineConfig({ test: { expect: { poll: { timeout: 20_000 } } } });
