import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

import { defineConfig, type Options } from "tsup";

import { dropUnusedOperations } from "./sdk-operations.ts";

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
    build.onResolve({ filter: /^@smithy\/core\/event-streams$/ }, () => ({
      path: fileURLToPath(new URL("no-event-streams.ts", import.meta.url)),
    }));
    build.onResolve({ filter: /^node:fs\/promises$/ }, ({ importer }) =>
      importer.includes("shared-ini-file-loader")
        ? { path: fileURLToPath(new URL("no-config-files.ts", import.meta.url)) }
        : undefined,
    );
    build.onResolve({ filter: /\/(?:Crc32|Md5|Sha1|Sha256)Js$/ }, () => ({
      path: fileURLToPath(new URL("no-script-checksums.ts", import.meta.url)),
    }));
    // A client tells its version to its service; the rest of its manifest would be an object that nobody reads.
    build.onLoad(
      { filter: /[\\/]@aws-sdk[\\/]client-[\w-]+[\\/]package\.json$/ },
      async ({ path }) => {
        const { version } = JSON.parse(await readFile(path, "utf8"));
        return { contents: JSON.stringify({ version }), loader: "json" };
      },
    );
  },
};

/**
 * How a stage becomes one file: `src/lambda.ts` and all it needs, for Lambda's nodejs24.x, as `dist/bundle/stage.js`.
 * CommonJS, because importing Node's own http module as an ES module loads a second HTTP client and HTTP/2 with it.
 * tsup's `noExternal` overrides its `external`, so the plugin says what stays outside.
 */
export function stageBundle() {
  return defineConfig({
    entry: { stage: "src/lambda.ts" },
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
    // tsup would take Node's modules away before a plugin sees them.
    removeNodeProtocol: false,
    esbuildPlugins: [chooseModules, dropUnusedOperations],
    esbuildOptions(options) {
      options.mainFields = ["module", "main"];
      // The SDK asks whether a body is a web stream, and none is here. Naming the class makes Node load three modules.
      options.define = { ...options.define, ReadableStream: "undefined" };
      options.legalComments = "none";
      options.sourcesContent = false;
      // As `require`, for the same reason: the SDK imports Node's http module where AWS is at an http:// address.
      options.supported = { "dynamic-import": false };
    },
  });
}
