import { fileURLToPath } from "node:url";

import { defineConfig, type Options } from "tsup";

/**
 * Parts of the SDK that a Lambda function never reaches: its credentials come from the environment, which the SDK's
 * default chain asks first. They stay outside the bundle.
 */
const neverReached = [
  "@aws-sdk/credential-provider-sso",
  "@aws-sdk/credential-provider-ini",
  "@aws-sdk/credential-provider-process",
  "@aws-sdk/credential-provider-web-identity",
  "@aws-sdk/credential-provider-http",
  "@aws-sdk/credential-provider-login",
  "@smithy/credential-provider-imds",
];

/** Modules that are replaced by a file here, each told why in that file. */
const replaced: Readonly<Record<string, string>> = {
  "@smithy/core/event-streams": "no-event-streams.ts",
  undici: "undici-parts.ts",
};

const chooseModules: NonNullable<Options["esbuildPlugins"]>[number] = {
  name: "choose-modules",
  setup(build) {
    build.onResolve(
      { filter: new RegExp(`^(?:${neverReached.join("|")})(?:/|$)`) },
      ({ path }) => ({
        path,
        external: true,
      }),
    );
    for (const [module, file] of Object.entries(replaced))
      build.onResolve({ filter: new RegExp(`^${module}$`) }, () => ({
        path: fileURLToPath(new URL(file, import.meta.url)),
      }));
  },
};

/**
 * How a stage becomes one file: `src/lambda.ts` and all it needs, for Lambda's nodejs24.x, as `dist/bundle/index.js`.
 * CommonJS, because importing Node's own http module as an ES module loads a second HTTP client and HTTP/2 with it.
 * tsup's `noExternal` overrides its `external`, so the plugin says what stays outside.
 */
export function stageBundle() {
  return defineConfig({
    entry: { index: "src/lambda.ts" },
    outDir: "dist/bundle",
    format: "cjs",
    platform: "node",
    target: "node24",
    bundle: true,
    splitting: false,
    minify: true,
    outExtension: () => ({ js: ".js" }),
    clean: true,
    dts: false,
    sourcemap: true,
    silent: true,
    noExternal: [/.*/],
    esbuildPlugins: [chooseModules],
    esbuildOptions(options) {
      options.mainFields = ["module", "main"];
      options.legalComments = "none";
      options.sourcesContent = false;
    },
  });
}
