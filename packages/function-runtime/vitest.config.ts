import { defineConfig } from "vitest/config";

// The clients wait for a silent server all at once.
export default defineConfig({ test: { maxConcurrency: 16 } });
