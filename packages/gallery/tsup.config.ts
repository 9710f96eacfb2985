import { defineConfig } from "tsup";

/** The page as one script and one style sheet, so that index.html can hold both and a browser asks for two files. */
export default defineConfig({
  entry: { page: "src/page/main.tsx" },
  outDir: "dist",
  format: "iife",
  platform: "browser",
  target: ["chrome123", "firefox120", "safari17.5"],
  outExtension: () => ({ js: ".js" }),
  noExternal: [/.*/],
  minify: true,
  clean: true,
  dts: false,
  silent: true,
});
