import { readFile } from "node:fs/promises";

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

/** A package of the SDK, by the path of its file. */
const inSdk = /[\\/]@(?:aws-sdk|smithy)[\\/]/;

/** What the SDK imports and no Lambda function needs, with the source that a bundle has instead, and what that gains. */
const replaced: readonly (readonly [imported: RegExp, source: string])[] = [
  // No operation in use has event streams, and their dynamic import makes the bundler wrap every module of the SDK:
  // 5 to 10 % of a zip.
  [
    /^@smithy\/core\/event-streams$/,
    `const unused = () => { throw new Error("Event streams are not part of this bundle."); };
    export const resolveEventStreamSerdeConfig = (config) => config;
    export { unused as eventStreamSerdeProvider, unused as EventStreamSerde };`,
  ],
  // The SDK computes these checksums in JavaScript where Node has none of its own, and Node 24 has all four. It lacks
  // CRC32C and CRC64-NVME, which stay (https://nodejs.org/docs/latest-v24.x/api/zlib.html#zlibcrc32data-value). 2 to 4 % of a zip.
  [
    /\/(?:Crc32|Md5|Sha1|Sha256)Js$/,
    "export const Crc32Js = undefined, Md5Js = undefined, Sha1Js = undefined, Sha256Js = undefined;",
  ],
  // The SDK looks for ~/.aws/config, which no function has, and takes the error for an absent file. One of Node's modules
  // and 1 to 2 % of a cold start; on a developer's machine the file would change a local run.
  [
    /^node:fs\/promises$/,
    `export async function readFile(path) { throw new Error(path + " is not read in a Lambda function."); }`,
  ],
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
    for (const [filter, pluginData] of replaced)
      build.onResolve({ filter }, ({ path, importer }) =>
        inSdk.test(importer) ? { path, namespace: "replaced", pluginData } : undefined,
      );
    build.onLoad({ filter: /./, namespace: "replaced" }, ({ pluginData }) => ({
      contents: pluginData,
    }));
    // A client sends its version to its service, and nobody reads the rest of its manifest: 1 to 3 % of a zip.
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
      // The SDK asks whether a body is a web stream, and none is here. Naming the class makes Node load three modules,
      // which is guarded (`loaded-modules` of bench).
      options.define = { ...options.define, ReadableStream: "undefined" };
      options.legalComments = "none";
      options.sourcesContent = false;
      // As `require`, for the same reason: the SDK imports Node's http module where AWS is at an http:// address.
      options.supported = { "dynamic-import": false };
    },
  });
}
