import { fileURLToPath } from "node:url";

// Each file is named as `new URL("<path>", import.meta.url)`: the bundle takes a copy of what is named so (tsup.config.ts).

/** The template that runs where no other is given. */
export const templateFile = fileURLToPath(
  new URL("../../../../infra/template.yaml", import.meta.url),
);

/** The zip of each stage, as its build left it. */
export const stageZips: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries({
    "api-endpoint": new URL("../../../api-endpoint/dist/api-endpoint.zip", import.meta.url),
    "article-loader": new URL("../../../article-loader/dist/article-loader.zip", import.meta.url),
    balancer: new URL("../../../balancer/dist/balancer.zip", import.meta.url),
    "download-worker": new URL(
      "../../../download-worker/dist/download-worker.zip",
      import.meta.url,
    ),
  }).map(([stage, url]) => [stage, fileURLToPath(url)]),
);
