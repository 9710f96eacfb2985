import { fileURLToPath } from "node:url";

import { defineConfig } from "tsup";

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

/**
 * How a stage becomes one file: `src/lambda.ts` and all it needs, for Lambda's nodejs24.x, as `dist/bundle/index.js`.
 * CommonJS, because importing Node's own http module as an ES module loads a second HTTP client and HTTP/2 with it.
 * tsup's `noExternal` overrides `external`, so one expression says both.
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
    clean: true,
    dts: false,
    sourcemap: true,
    silent: true,
    noExternal: [new RegExp(`^(?!(?:${neverReached.join("|")})(?:/|$)).*`)],
    esbuildOptions(options) {
      options.mainFields = ["module", "main"];
      options.legalComments = "none";
      options.sourcesContent = false;
      options.alias = {
        "@smithy/core/event-streams": fileURLToPath(new URL("no-event-streams.ts", import.meta.url)),
      };
    },
  });
}
