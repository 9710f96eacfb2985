import { defineConfig } from "vitest/config";

// Bundles are made and loaded in processes of their own while the other packages' tests want the same cores.
export default defineConfig({ test: { testTimeout: 60_000 } });
