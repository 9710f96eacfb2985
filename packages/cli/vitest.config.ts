import { defineConfig } from "vitest/config";

// Crawls run and a browser is driven while the other packages' tests want the same cores.
// Of those that wait concurrently, three pipelines have as many processes as a small machine should.
export default defineConfig({ test: { expect: { poll: { timeout: 20_000 } }, maxConcurrency: 3 } });
